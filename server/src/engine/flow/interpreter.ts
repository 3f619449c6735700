import { summaryOf } from '../../link/flow/finish.ts';
import { workOut } from '../../link/flow/work-out.ts';
import type { Interpreter } from './state.ts';

/** How link/flow runs units and tells what they came to. */
export const interpreter: Interpreter = { run: workOut, summary: summaryOf };
