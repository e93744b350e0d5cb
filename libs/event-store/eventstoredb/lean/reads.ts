/** Reading a stream and the whole log, and following it. */
import {
  type Delivery,
  type ReadAllOptions,
  type ReadStreamOptions,
  type StoredEvent,
  type StreamRead,
  type SubscribeOptions,
  isSubscribedTo,
} from '../../port/event-store.js';
import { isOfServer, readAllPages } from '../all-pages.js';
import type { ReadAnswer } from './codec/read-answer.js';
import { allRequest, streamRequest, subscriptionRequest } from './codec/read-request.js';
import { Reading } from './reading.js';
import type { Channel } from './session/channel.js';

export function readStream(
  channel: Channel,
  stream: string,
  { from, direction = 'forwards', maxCount = Infinity, isText = false }: ReadStreamOptions,
  silenceMs: number,
): StreamRead {
  const place = from ?? (direction === 'forwards' ? 'start' : 'end');
  const request = streamRequest(stream, { from: place, direction, maxCount });
  const take = (answer: ReadAnswer): StoredEvent | undefined => {
    if (answer.kind === 'missing') read.exists = false;
    if (answer.kind !== 'event') return undefined;
    read.exists = true;
    return answer.event;
  };
  const onWhole = () => (read.exists ??= true);
  const read = {
    exists: undefined as boolean | undefined,
    [Symbol.asyncIterator]: () => new Reading(channel, { request, take, onWhole, silenceMs, limit: maxCount, isText }),
  };
  return read;
}

export function readAll(
  channel: Channel,
  options: ReadAllOptions,
  silenceMs: number,
): AsyncGenerator<StoredEvent, void, void> {
  const take = (answer: ReadAnswer) => (answer.kind === 'event' ? answer : undefined);
  return readAllPages(
    (page) => new Reading(channel, { request: allRequest(page), take, silenceMs, limit: page.maxCount }),
    options,
  );
}

/** Silence is nothing unusual here; `subscribe` (port/subscriptions.ts) finds out whether it is what it seems. */
export function subscribeToAll(channel: Channel, options: SubscribeOptions): AsyncIterable<Delivery> {
  const { from, isText = false, signal } = options;
  return new Reading(channel, {
    request: subscriptionRequest(from, options),
    take: (answer) => delivered(answer, options),
    silenceMs: Infinity,
    isText,
    signal,
  });
}

function delivered(answer: ReadAnswer, options: SubscribeOptions): Delivery | undefined {
  if (answer.kind === 'caughtUp' || answer.kind === 'checkpoint') return answer;
  if (answer.kind !== 'event' || !answer.event || isOfServer(answer.event)) return undefined;
  return isSubscribedTo(answer.event, options) ? (answer as Delivery) : undefined;
}
