/** A figure and its upper bound. */
export interface Bound {
  readonly what: string;
  /** NaN if it could not be measured; that misses every bound. */
  readonly figure: number;
  readonly most: number;
}

export function isMet({ figure, most }: Bound): boolean {
  return figure <= most;
}

/** `requests to Trove 212, bound 200 - missed` */
export function describeBound(bound: Bound): string {
  const figure = Number.isNaN(bound.figure) ? "not measured" : Math.round(bound.figure * 1000) / 1000;
  return `${bound.what} ${figure}, bound ${bound.most} - ${isMet(bound) ? "held" : "missed"}`;
}
