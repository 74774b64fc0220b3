/** When a user saw a row, as far as the row itself does not say so. */
export interface View {
  /** When he last saw it; `undefined` where it is not among what he saw. */
  readonly at: string | undefined;
  /** The change of the row that this still holds for: a later one by himself counts as seeing it. */
  readonly changed: string;
}

const MAX_VIEWS = 10_000;
const NONE: ReadonlyMap<string, View> = new Map();

/** Remembers which rows users looked at, and which they wrote without wanting to find them among the recent ones. */
export class Views {
  readonly #byUser = new Map<string, Map<string, View>>();

  /** The views of a user, by the ids of the rows. */
  of(userId: string): ReadonlyMap<string, View> {
    return this.#byUser.get(userId) ?? NONE;
  }

  /** Keeps a view; the oldest gives way where there are too many. */
  note(userId: string, id: string, view: View): void {
    const views = this.#byUser.get(userId) ?? new Map<string, View>();
    this.#byUser.set(userId, views);
    views.delete(id);
    views.set(id, view);
    const [oldest] = views.keys();
    if (views.size > MAX_VIEWS && oldest !== undefined) views.delete(oldest);
  }

  /** Lets the row speak for itself. */
  forget(userId: string, id: string): void {
    this.#byUser.get(userId)?.delete(id);
  }

  /** Forgets everything. */
  reset(): void {
    this.#byUser.clear();
  }
}
