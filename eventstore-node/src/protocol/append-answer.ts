import { fieldSize, varintSize, writeBytesField, writeFieldHeader, writeNumberField } from '../encoding/wire.js';
import { FRAME_HEADER_BYTES, writeFrameHeader } from '../transport/grpc-frames.js';

const tag = {
  correlationId: 0x0a,
  success: 0x1a,
  stream: 0x22,
  streamName: 0x1a,
  currentRevision: 0x08,
  position: 0x1a,
  commitPosition: 0x08,
  preparePosition: 0x10,
};

export interface WrittenAppend {
  /** As it came. */
  readonly correlationId: Buffer;
  readonly streamName: string;
  /** Of its last event. */
  readonly revision: number;
  readonly position: number;
}

/** `BatchAppendResp` of an append that was written, its frame's header in front: by hand, since nearly every answer is one. */
export function appendedFrame({ correlationId, streamName, revision, position }: WrittenAppend): Buffer {
  const name = Buffer.from(streamName);
  const positionSize = 2 * (1 + varintSize(position));
  const successSize = 1 + varintSize(revision) + fieldSize(positionSize);
  const streamSize = fieldSize(name.length);
  const size = fieldSize(correlationId.length) + fieldSize(successSize) + fieldSize(streamSize);
  const target = Buffer.allocUnsafe(FRAME_HEADER_BYTES + size);
  writeFrameHeader(target, size);
  let at = writeBytesField(target, FRAME_HEADER_BYTES, tag.correlationId, correlationId);
  at = writeFieldHeader(target, at, tag.success, successSize);
  at = writeNumberField(target, at, tag.currentRevision, revision);
  at = writeFieldHeader(target, at, tag.position, positionSize);
  at = writeNumberField(target, at, tag.commitPosition, position);
  at = writeNumberField(target, at, tag.preparePosition, position);
  at = writeFieldHeader(target, at, tag.stream, streamSize);
  writeBytesField(target, at, tag.streamName, name);
  return target;
}
