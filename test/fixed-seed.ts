import fc from "fast-check"

/*
 * Random tests repeat themselves, so that a red run can be looked at; `npm run test:soak` and `SEED=7 npm test` dig
 * elsewhere. https://fast-check.dev/docs/configuration/global-settings/
 */
const { MODE, SEED } = process.env
if (MODE !== "soak" || SEED !== undefined) fc.configureGlobal({ seed: Number(SEED ?? 1) })
