// Written from the describes of an org. Do not change it: write it anew instead.
import type { AccountTypes } from "./Account.js";
import type { ContactTypes } from "./Contact.js";
import type { UserTypes } from "./User.js";

/** The objects of the org, by API name. */
export interface Org {
  readonly Account: AccountTypes;
  readonly Contact: ContactTypes;
  readonly User: UserTypes;
}
