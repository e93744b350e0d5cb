/** Keys of the build are gone: it can't be trusted any more, nor mended. */
export class BuildLost extends Error {
  override readonly name = 'BuildLost';
}

/** The build is that of an earlier moment: Redis lost the last of what it was told. Its checkpoints say from where on. */
export class BuildSetBack extends Error {
  override readonly name = 'BuildSetBack';
}
