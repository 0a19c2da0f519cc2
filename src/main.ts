import { endOnSignals } from './commands/stop.ts';

endOnSignals();
await import('./commands/program.ts');
