/** `ClusterInfo`: what a node says about the members of its cluster. */
import type { WireReader } from './wire-reader.js';

export type Endpoint = { readonly host: string; readonly port: number };
export type Member = { readonly isLeader: boolean; readonly isAlive: boolean; readonly endpoint: Endpoint };

/** `VNodeState` of a node that leads. */
const LEADER = 8;

export function readClusterInfo(reader: WireReader): readonly Member[] {
  const members: Member[] = [];
  while (reader.at < reader.end) {
    const tag = reader.varint();
    if (tag === 0x0a) members.push(readMember(reader, reader.fieldEnd()));
    else reader.skip(tag);
  }
  return members;
}

function readMember(reader: WireReader, end: number): Member {
  let [isLeader, isAlive] = [false, false];
  let endpoint: Endpoint = { host: '', port: 0 };
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === 0x18) isLeader = reader.varint() === LEADER;
    else if (tag === 0x20) isAlive = reader.varint() === 1;
    else if (tag === 0x2a) endpoint = readEndpoint(reader, reader.fieldEnd());
    else reader.skip(tag);
  }
  return { isLeader, isAlive, endpoint };
}

function readEndpoint(reader: WireReader, end: number): Endpoint {
  let [host, port] = ['', 0];
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === 0x0a) host = reader.text();
    else if (tag === 0x10) port = reader.varint();
    else reader.skip(tag);
  }
  return { host, port };
}
