import type { Store } from '../bot/store.js';
import { parseCode, showCode } from '../cases/code.js';
import type { CaseEvent, CaseState } from '../cases/types.js';
import type { Directory } from '../directory/types.js';
import type { Desk, DeskCase, DeskChange, DeskEvent, DeskPost, Named } from './desk.js';

/** The page's view of the desk over the store's read functions; `announce` tells open pages of a change. */
export function storeDesk(store: Store, directory: Directory): Desk & { announce(change: DeskChange): void } {
  const listeners = new Set<(change: DeskChange) => void>();
  const { departments, districts, services, outside, policy } = directory;
  const named = (table: ReadonlyMap<string, Named>, code: string | null): Named | null => {
    const row = code === null ? undefined : table.get(code);
    return row === undefined ? null : { code: row.code, nameEn: row.nameEn, nameHi: row.nameHi };
  };

  const departmentsOf = (code: string): Named[] => {
    const row = named(departments, code);
    return row === null ? [] : [row];
  };

  async function view(state: CaseState): Promise<DeskCase> {
    const rung = policy.ladder.find((candidate) => candidate.level === state.level);
    const [events, messages, echoes] = await Promise.all([
      store.events(state.code),
      store.messagesOf(state.code),
      store.echoes(state.code),
    ]);
    return {
      code: showCode(state.code),
      stage: state.stage,
      department: named(departments, state.department),
      district: named(districts, state.district),
      service: named(services, state.service),
      level: state.level,
      levelName: { en: rung?.nameEn ?? `Level ${state.level}`, hi: rung?.nameHi ?? `स्तर ${state.level}` },
      openedAt: state.openedAt,
      dueAt: state.dueAt,
      emergency: state.emergency,
      triage: state.triage,
      participants: (state.participants ?? []).flatMap((code) => departmentsOf(code)),
      echoes,
      events: events.map((event) => tell(event, directory)),
      messages: messages.map(({ kind, state: at, postId, reason }) => ({ kind, state: at, postId, reason })),
    };
  }

  return {
    async post(postId): Promise<DeskPost | null> {
      const decided = await store.decided(postId);
      if (decided === null || decided.meaning === null) return null;
      const { meaning } = decided;
      return {
        postId,
        disposition: decided.disposition,
        code: decided.caseCode === null ? null : showCode(decided.caseCode),
        intent: meaning.intent,
        confidence: meaning.confidence,
        needsHuman: meaning.needsHuman,
        emergency: meaning.emergency,
        language: meaning.language,
        service: named(services, meaning.service),
        department: named(departments, meaning.department),
        departments: meaning.departments.flatMap(({ code, confidence }) =>
          departmentsOf(code).map((row) => ({ ...row, confidence })),
        ),
        district: named(districts, meaning.district),
        districtFrom: meaning.districtFrom,
        outside: named(outside, meaning.outside),
        entities: meaning.entities ?? null,
        why: meaning.why,
      };
    },

    async cases(limit) {
      return Promise.all((await store.cases({ limit })).map(view));
    },

    async case(code) {
      const parsed = parseCode(code);
      const state = parsed === null ? null : await store.caseByCode(parsed);
      return state === null ? null : view(state);
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    announce(change) {
      const code = change.code === null ? null : showCode(change.code);
      for (const listener of listeners) listener({ ...change, code });
    },
  };
}

/** One event in a sentence, without anybody's name or words. */
function tell(event: CaseEvent, { departments, districts, policy }: Directory): DeskEvent {
  const department = (code: string) => departments.get(code) ?? { nameEn: code, nameHi: code };
  const level = (number: number) => {
    const rung = policy.ladder.find((candidate) => candidate.level === number);
    return { en: rung?.nameEn ?? `level ${number}`, hi: rung?.nameHi ?? `स्तर ${number}` };
  };
  const line = (by: string, detail: string, detailHi: string): DeskEvent => ({
    at: event.at,
    type: event.type,
    by,
    detail,
    detailHi,
  });
  switch (event.type) {
    case 'opened': {
      const { nameEn, nameHi } = department(event.department);
      return event.addressed === event.department
        ? line('citizen', `Recorded for ${nameEn}`, `${nameHi} के लिए दर्ज`)
        : line('citizen', `Recorded; passed on to ${nameEn}`, `दर्ज; ${nameHi} को सौंपी गई`);
    }
    case 'acknowledged':
      return line('desk', 'The citizen has the code', 'कोड भेजा गया');
    case 'transferred':
      return line(
        'desk',
        `Passed on to ${department(event.to).nameEn}`,
        `${department(event.to).nameHi} को सौंपी गई`,
      );
    case 'located': {
      const place = districts.get(event.district);
      return line(
        'citizen',
        `District named: ${place?.nameEn ?? event.district}`,
        `ज़िला बताया गया: ${place?.nameHi ?? event.district}`,
      );
    }
    case 'added':
      return line('citizen', 'Wrote again', 'फिर से लिखा गया');
    case 'edited':
      return line('desk', 'A post of this case was edited', 'इस शिकायत की एक पोस्ट बदली गई');
    case 'gone':
      return line(
        'desk',
        'X shows a post no more; its words were removed here',
        'X पर एक पोस्ट अब नहीं दिखती; उसके शब्द यहाँ से हटा दिए गए',
      );
    case 'in_progress':
      return line('officer', 'Work has begun', 'काम शुरू');
    case 'claimed':
      return line('officer', 'Says it is done; the citizen is asked', 'काम पूरा बताया गया; पुष्टि माँगी गई');
    case 'confirmed':
      return line('citizen', 'Confirmed: it is done', 'पुष्टि हुई: काम हो गया');
    case 'disputed':
      return line(
        'citizen',
        `Not done: open again with the ${level(event.level).en}`,
        `काम नहीं हुआ: फिर से खुली, अब ${level(event.level).hi} के पास`,
      );
    case 'unconfirmed':
      return line('clock', 'No answer from the citizen; closed unconfirmed', 'जवाब नहीं आया; बिना पुष्टि बंद');
    case 'escalated':
      return line(
        'clock',
        `Time ran out: moved up to the ${level(event.level).en}`,
        `समय बीत गया: ${level(event.level).hi} को भेजी गई`,
      );
    case 'overdue':
      return line('clock', 'The last level let its time pass too', 'अंतिम स्तर का समय भी बीत गया');
    case 'corrected':
      return line(
        event.by === 'desk' ? 'desk' : 'officer',
        'A person corrected what the machine had read',
        'मशीन ने जो समझा था, उसे एक व्यक्ति ने ठीक किया',
      );
    case 'rejected':
      return line(
        'desk',
        'Not a matter of the state; the right door was named',
        'राज्य का मामला नहीं; सही जगह बताई गई',
      );
  }
}
