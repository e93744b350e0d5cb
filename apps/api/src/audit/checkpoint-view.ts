import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import { type SignedCheckpoint, textOf } from '#proof/checkpoint.js';
import { INSTANT } from '../openapi/schemas.js';
import { COUNT } from '../queries/schemas.js';

/** SHA-256. */
export const HASH = { type: String, pattern: '^[0-9a-f]{64}$' };

class SignatureView {
  @ApiProperty({
    pattern: '^[0-9a-f]{16}$',
    description: 'The first 16 digits of the SHA-256 of the public key in DER',
  })
  readonly keyId!: string;
  @ApiProperty({ description: 'Ed25519, base64, over `text`' }) readonly signature!: string;
}

/** What was signed of the whole log at a moment. */
export class CheckpointView {
  @ApiProperty({ type: 'integer', minimum: 1 }) readonly number!: number;
  @ApiProperty({ ...COUNT, description: "The ledger's events in the log by then: leaves of the tree" })
  readonly size!: number;
  @ApiProperty({ ...HASH, description: 'Root of the Merkle tree (RFC 6962) over them' }) readonly rootHash!: string;
  @ApiProperty({ pattern: '^\\d+/\\d+$', description: 'Of the last of them in the log' }) readonly position!: string;
  @ApiProperty(INSTANT) readonly madeAt!: Instant;
  @ApiProperty({ ...HASH, description: 'SHA-256 of the `text` of the checkpoint before; zeros at the first' })
  readonly previous!: string;
  @ApiProperty({ description: 'What is signed, byte for byte' }) readonly text!: string;
  @ApiProperty({ type: [SignatureView], description: 'Two while a key is rotated' })
  readonly signatures!: SignedCheckpoint['signatures'];
}

export const checkpointView = (checkpoint: SignedCheckpoint): CheckpointView => ({
  ...checkpoint,
  text: textOf(checkpoint),
});
