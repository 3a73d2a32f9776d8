/** Answers numbers from 0 up to but without 1. */
export type Random = () => number

/**
 * Random numbers that depend on a seed and on what they are for, not on who asked before: the same ones however tasks
 * interleave.
 */
export function randomFor(seed: number, ...purpose: readonly (string | number)[]): Random {
  let state = hashOf(`${seed}/${purpose.join("/")}`)
  return () => {
    state = (state + 0x9e3779b9) | 0
    return mixed(state) / 2 ** 32
  }
}

/** One of several, all equally likely. */
export function pick<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0]
}

/** An integer from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1))
}

/** Durations as they are in the world: half of them under the median, and a few far above it. */
export function lognormal(random: Random, median: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return median * Math.exp(sigma * normal)
}

/** 32-bit FNV-1a. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}

/** Spreads neighbouring states over all 32 bits: two rounds of xor-shift and multiply. */
function mixed(state: number): number {
  const first = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
  const second = Math.imul(first ^ (first >>> 15), 0x735a2d97)
  return (second ^ (second >>> 15)) >>> 0
}
