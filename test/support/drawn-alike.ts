import fc from "fast-check";

/**
 * CI draws the same configurations, alerts and presses for everybody, so that a commit that passed passes again;
 * `npm test` draws anew each time, and prints the seed of what failed.
 */
const { VIGIE_DRAWN_SEED: seed } = process.env;
if (seed) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
