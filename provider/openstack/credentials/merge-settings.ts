import { groupOf, type LoginSettings, methodOf, methodsOf, SETTING_NAMES, type SettingName } from "./settings.ts";

/**
 * Lays the settings of a stronger place over those of a weaker one. A setting of the weaker place is dropped if the
 * stronger one has it, names the same thing by its other name, or logs in by another method.
 */
export function mergeSettings(strong: LoginSettings, weak: LoginSettings): LoginSettings {
  const given = SETTING_NAMES.filter((name) => strong[name] !== undefined);
  const groups = new Set(given.map(groupOf));
  const methods = methodsOf(strong);
  const isOtherLogin = methods.length > 0 && methodsOf(weak).some((method) => !methods.includes(method));
  const isDropped = (name: SettingName) => {
    if (name === "authType" && methods.length > 0) return true;
    if (methodOf(name) !== undefined && isOtherLogin) return true;
    return groupOf(name) !== undefined && groups.has(groupOf(name));
  };
  const kept = SETTING_NAMES.filter((name) => weak[name] !== undefined && !given.includes(name) && !isDropped(name));
  return Object.fromEntries([...kept.map((name) => [name, weak[name]]), ...given.map((name) => [name, strong[name]])]);
}
