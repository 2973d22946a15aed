/** What else is to be known of an attempt. */
export interface ToolboxOptions {
  /** The steps come from somebody's log. */
  readonly imported?: boolean;
  /** Keys of exchanges that were counted when the attempt was made before. */
  readonly counted?: Iterable<string> | undefined;
  /** In milliseconds; where it stands still, limits of time begin anew after each wait. */
  readonly clock?: (() => number) | undefined;
}
