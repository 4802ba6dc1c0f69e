import { fill, handleOfThread } from './composer.js';
import { el } from './dom.js';
import { departments, newerFirst, rootOfCase, state, update } from './store.js';
import { t } from './strings.js';

/** Stages in which the department still has to act. */
export const WORKING = new Set(['open', 'acknowledged', 'in_progress', 'transferred', 'disputed']);

/** The department's own handle; one of its districts' only where there is no other. */
function handleOf(item) {
  const its = departments().filter((d) => d.department === item.department?.code);
  return (its.find((d) => d.district === null) ?? its[0])?.handle;
}

/** Buttons that fill the composer with the likely next step of a case. Nothing is posted by them. */
export function quickActions(item) {
  if (!state.sandbox) return null;
  const root = rootOfCase(item.code);
  const handle = (root && handleOfThread(root.id)) || handleOf(item) || '';
  const people = [...state.accounts.values()];
  const officer = bestOfficer(people, item);
  const stranger = people.find((a) => a.kind === 'stranger');
  const asked = root && lastAnswer(item, root);
  const inThread = root ? { replyTo: root.id, nameHandle: true } : { handle };
  const waits = item.stage === 'claimed' || item.stage === 'unconfirmed';

  const actions = [
    waits &&
      root &&
      asked && [
        'yes',
        'quickYes',
        { as: root.authorId, text: yesNo(root).yes, replyTo: asked.id, nameHandle: true },
      ],
    waits &&
      root &&
      asked && [
        'no',
        'quickNo',
        { as: root.authorId, text: yesNo(root).no, replyTo: asked.id, nameHandle: true },
      ],
    WORKING.has(item.stage) &&
      officer && [
        'close',
        'quickClose',
        { as: officer.id, text: `#close ${item.code} ${t('closeWords')}`, ...inThread },
      ],
    root && ['status', 'quickStatus', { as: root.authorId, text: `#status ${item.code}`, ...inThread }],
    WORKING.has(item.stage) &&
      stranger && [
        'stranger',
        'quickCloseStranger',
        { as: stranger.id, text: `#close ${item.code} ${t('closeWords')}`, ...inThread },
      ],
  ].filter(Boolean);
  if (actions.length === 0) return null;
  return el(
    'div',
    { class: 'quick' },
    el('h3', { text: t('quickTitle') }),
    el(
      'div',
      { class: 'buttons' },
      ...actions.map(([id, label, filling]) =>
        el('button', {
          type: 'button',
          class: 'chip',
          text: t(label),
          data: { testid: `quick-${id}` },
          on: {
            click: () => {
              update({ view: 'posts' });
              // After the view is drawn: on a phone the composer is hidden until then.
              queueMicrotask(() => fill(filling));
            },
          },
        }),
      ),
    ),
    el('p', { class: 'hint', text: t('quickHint') }),
  );
}

/** Answers in the script the citizen wrote in. */
function yesNo(root) {
  const hindi = /[\u0900-\u097F]/.test(root.text) || state.read.get(root.id)?.language === 'hi';
  return hindi ? { yes: 'हाँ, काम हो गया', no: 'नहीं, काम नहीं हुआ' } : { yes: t('yesText'), no: t('noText') };
}

function bestOfficer(people, item) {
  const own = people.filter(
    (a) => a.kind === 'officer' && (!item.department || a.department === item.department.code),
  );
  return (
    own.find((a) => item.district && a.district === item.district.code) ??
    own.find((a) => !a.district) ??
    null
  );
}

/** The newest answer of the desk to the citizen in this case. */
function lastAnswer(item, root) {
  const sent = new Set(item.messages.filter((m) => m.kind === 'claimed' && m.postId).map((m) => m.postId));
  const answers = [...state.posts.values()]
    .filter((p) => p.via === 'api' && p.conversationId === root.conversationId)
    .sort(newerFirst);
  return answers.find((p) => sent.has(p.id)) ?? answers[0] ?? null;
}
