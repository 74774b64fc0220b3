export {
  CONFIRM_FORM,
  type Confirmer,
  createConfirmer,
  type HostView,
  InputNeeded,
  type Plan,
} from "./confirm.ts";
