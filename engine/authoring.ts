/**
 * All that the file of a scenario or a target needs, from one place: `outlast new` writes files that import this one.
 * `authoring.test.ts` holds that every fault is here.
 */
export { at, defineScenario, every, monkey, type Scenario } from './define-scenario.ts'
export { defineTarget, type Target } from './define-target.ts'
export { add } from './faults/add.ts'
export { crash } from './faults/crash.ts'
export { drain } from './faults/drain.ts'
export { failOver } from './faults/fail-over.ts'
export { freeze } from './faults/freeze.ts'
export { kill } from './faults/kill.ts'
export { partition } from './faults/partition.ts'
export { reload } from './faults/reload.ts'
export { remove } from './faults/remove.ts'
export { replace } from './faults/replace.ts'
export { reset } from './faults/reset.ts'
export { restart } from './faults/restart.ts'
export { roll } from './faults/roll.ts'
export { slow } from './faults/slow.ts'
export { starve } from './faults/starve.ts'
export { stop } from './faults/stop.ts'
export { throttle } from './faults/throttle.ts'
export { ramp, spike, steps } from './rate.ts'
