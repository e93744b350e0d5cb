/** Answers to what arrives bit by bit, in the order of arrival, while more arrives. */

/** While so many have arrived and are not answered, nothing more is taken: whoever sends is slowed down. */
const MOST_OPEN = 1_000;

type News<Item, Answer> =
  { readonly answers: readonly Answer[] } | { readonly arrived: IteratorResult<readonly Item[], void> };

/** A portion that is under way. The promise of its answers never rejects. */
export type Begun<Answer> = { readonly answers: Promise<readonly Answer[]> };

/**
 * `begin` is called for one portion after the other, in order, and resolves once it is under way. A portion is answered as
 * soon as all of it and all before it are, also where nothing more arrives.
 */
export async function* answeredInOrder<Item, Answer>(
  portions: AsyncIterable<readonly Item[]>,
  begin: (portion: readonly Item[]) => Promise<Begun<Answer>>,
): AsyncGenerator<readonly Answer[], void, void> {
  const arriving = portions[Symbol.asyncIterator]();
  let open: readonly Promise<{ readonly answers: readonly Answer[] }>[] = [];
  let openCount = 0;
  let next: ReturnType<typeof arrivalOf<Item>> | null = arrivalOf(arriving);
  while (next || open[0]) {
    const news: readonly Promise<News<Item, Answer>>[] = open.slice(0, 1);
    const first = await Promise.race(next && openCount < MOST_OPEN ? [next, ...news] : news);
    if ('answers' in first) {
      open = open.slice(1);
      openCount -= first.answers.length;
      yield first.answers;
    } else if (first.arrived.done) next = null;
    else {
      openCount += first.arrived.value.length;
      const begun = await begin(first.arrived.value);
      open = [...open, begun.answers.then((answers) => ({ answers }))];
      next = arrivalOf(arriving);
    }
  }
}

/** Whoever was to be answered may be gone, and nobody left to hear that it fails. */
function arrivalOf<Item>(arriving: AsyncIterator<readonly Item[], void>) {
  const arrival = arriving.next().then((arrived) => ({ arrived }));
  arrival.catch(() => {});
  return arrival;
}
