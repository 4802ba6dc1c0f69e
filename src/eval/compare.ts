import { accuracy, type Judgement, macroF1 } from '../intents/measure.js';
import { measured, share } from './shares.js';
import type { Answer, Measured, Rival, Share } from './types.js';

/** One line of the comparison: the desk or a rival on the same texts. */
export interface Compared {
  name: string;
  macroF1: Measured;
  accuracy: number;
  found: Share;
  falseAlarms: Share;
  /** Of the texts that have a service. */
  service: Share;
  /** Of those whose service the state owns. */
  department: Share;
}

type Departments = ReadonlyMap<string, { department: string }>;

/** The desk as a line among its rivals. */
export function compareDesk(answers: readonly Answer[], services: Departments): Compared {
  return line('Sunwai', answers, services, ({ meaning }) => ({
    intent: meaning.intent,
    emergency: meaning.emergency,
    service: meaning.service ?? meaning.outside ?? '',
    department: meaning.department,
  }));
}

export function compareRival(rival: Rival, answers: readonly Answer[], services: Departments): Compared {
  const given = new Map(
    answers.map((answer) => {
      const { text } = answer.row;
      const [intent, service] = [rival.intent(text), rival.service(text)];
      const department = services.get(service)?.department ?? null;
      return [answer, { intent, emergency: intent === 'emergency', service, department }];
    }),
  );
  return line(rival.name, answers, services, (answer) => given.get(answer) ?? NOTHING);
}

interface Given {
  intent: string;
  emergency: boolean;
  service: string;
  department: string | null;
}
const NOTHING: Given = { intent: '', emergency: false, service: '', department: null };

function line(
  name: string,
  answers: readonly Answer[],
  services: Departments,
  givenTo: (answer: Answer) => Given,
): Compared {
  const judged = (some: readonly Answer[]): Judgement[] =>
    some.map((answer) => ({ truth: answer.row.intent, guess: givenTo(answer).intent, confidence: 1 }));
  const rings = (answer: Answer): boolean => givenTo(answer).emergency;
  const withService = answers.filter(({ row }) => row.service !== null);
  const owned = withService.filter(({ row }) => services.has(row.service ?? ''));
  return {
    name,
    macroF1: measured(answers, (drawn) => macroF1(judged(drawn))),
    accuracy: accuracy(judged(answers)),
    found: share(
      answers.filter(({ row }) => row.intent === 'emergency'),
      rings,
    ),
    falseAlarms: share(
      answers.filter(({ row }) => row.intent !== 'emergency'),
      rings,
    ),
    service: share(withService, (answer) => givenTo(answer).service === answer.row.service),
    department: share(
      owned,
      (answer) => givenTo(answer).department === services.get(answer.row.service ?? '')?.department,
    ),
  };
}
