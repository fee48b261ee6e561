import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';

/** A place that repositories can be assigned to. */
export interface WeightedPlace {
  /** Unique among the places. */
  readonly name: string;
  /** How many repositories it gets in relation to the others; above 0. */
  readonly weight: number;
}

/**
 * The place of a key by rendezvous hashing with weights. It depends only on the key, and on the names and weights of
 * the places, not on their order: a place that is added takes keys from all others in proportion, and no other key moves.
 *
 * @param places not empty
 *
 * Source: https://www.snia.org/sites/default/files/SDC15_presentations/dist_sys/Jason_Resch_New_Consistent_Hashings_Rev.pdf
 */
export function placeOf<Place extends WeightedPlace>(key: string, places: readonly [Place, ...Place[]]): Place {
  const [first, ...others] = places;
  let best = { place: first, score: scoreOf(key, first) };
  for (const place of others) {
    const score = scoreOf(key, place);
    if (score > best.score || (score === best.score && place.name < best.place.name)) best = { place, score };
  }
  return best.place;
}

/** Distributed so that the share of a place is its weight divided by the sum of all. */
function scoreOf(key: string, { name, weight }: WeightedPlace): number {
  // 52 bits: the largest whole numbers that a double holds and that are above 0 after the shift.
  const fraction = (Number.parseInt(contentHash(`${name}\n${key}`, 13), 16) + 0.5) / 2 ** 52;
  return weight / -Math.log(fraction);
}
