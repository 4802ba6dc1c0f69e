import { cuesOf } from '../intents/cues.js';
import { keyOf } from '../intents/features.js';
import { tokensOf } from '../intents/tokens.js';
import { topicsOf } from '../intents/topics.js';
import type { Rival } from './types.js';

/** Word lists and a few rules, nothing learnt: what a careful person would write in a day. */
export const lexicon: Rival = {
  name: 'word lists and rules',
  intent: (text) => {
    const { cues, topics } = read(text);
    return INTENT_RULES.find(({ when }) => when(cues, topics))?.intent ?? 'other';
  },
  service: (text) => {
    const { topics, first } = read(text);
    const together = TOGETHER.find(([needs]) => needs.every((topic) => topics.has(topic)));
    return together?.[1] ?? (first === null ? '' : (ALONE[first] ?? ''));
  },
};

type Names = ReadonlySet<string>;

function read(text: string): { cues: Names; topics: Names; first: string | null } {
  const tokens = tokensOf(text);
  const keys = tokens.map(keyOf);
  const found = topicsOf(keys);
  const first = found.reduce<(typeof found)[number] | null>(
    (least, one) => (least === null || one.at < least.at ? one : least),
    null,
  );
  return {
    cues: new Set(cuesOf(tokens, keys).map(({ name }) => name)),
    topics: new Set(found.map(({ name }) => name)),
    first: first?.name ?? null,
  };
}

const any = (cues: Names, ...names: string[]): boolean => names.some((name) => cues.has(name));

/** Something is asked for or complained of. */
const isAsked = (cues: Names): boolean => any(cues, 'trouble', 'since', 'not', 'ask', 'ask-act', 'follow');

/** The first that holds decides. */
const INTENT_RULES: readonly { when: (cues: Names, topics: Names) => boolean; intent: string }[] = [
  {
    when: (cues) =>
      cues.has('danger') &&
      !any(cues, 'danger past', 'danger standing', 'danger idiom', 'danger play', 'danger news', 'since'),
    intent: 'emergency',
  },
  { when: (cues) => cues.has('ticket') && any(cues, 'follow', 'ask'), intent: 'status' },
  { when: (cues) => any(cues, 'promo', 'insult') && !isAsked(cues), intent: 'abuse_spam' },
  { when: (cues) => any(cues, 'thanks', 'praise') && !any(cues, 'trouble', 'not'), intent: 'appreciation' },
  { when: (cues) => cues.has('follow') && !any(cues, 'since', 'not'), intent: 'status' },
  { when: (cues) => cues.has('wish') && !any(cues, 'trouble', 'ask-act'), intent: 'other' },
  { when: (cues) => any(cues, 'since', 'not', 'trouble'), intent: 'grievance' },
  { when: (cues, topics) => cues.has('ask') && topics.size > 0, intent: 'query' },
  { when: (cues) => any(cues, 'official', 'news', 'politics') && !cues.has('ask-act'), intent: 'other' },
  { when: (_, topics) => topics.size > 0, intent: 'grievance' },
];

/** Two topics that together stand for a service; asked before any topic alone. */
const TOGETHER: readonly (readonly [readonly string[], string])[] = [
  [['electricity', 'billing'], 'POWER_BILL'],
  [['electricity', 'connection'], 'POWER_CONNECTION'],
  [['electricity', 'wire'], 'POWER_HAZARD'],
  [['electricity', 'streetlight'], 'STREETLIGHT'],
  [['water', 'village'], 'WATER_RURAL'],
  [['road', 'village'], 'ROAD_VILLAGE'],
  [['police', 'police-force'], 'POLICE_CONDUCT'],
  [['police', 'fir'], 'POLICE_FIR'],
];

/** What a topic stands for when it is the first of the post. */
const ALONE: Readonly<Record<string, string>> = {
  ambulance: 'AMBULANCE',
  anganwadi: 'ANGANWADI',
  authority: 'PLANNED_AREA',
  ayushman: 'HEALTH_CARD',
  bank: 'OUT_BANK',
  billing: 'POWER_BILL',
  bribe: 'BRIBERY',
  bus: 'BUS',
  canal: 'CANAL_FLOOD',
  cane: 'CANE_PAYMENT',
  cattle: 'STRAY_CATTLE',
  central: 'OUT_CENTRAL',
  certificate: 'CERTIFICATE',
  'civic-paper': 'CIVIC_RECORDS',
  connection: 'POWER_CONNECTION',
  court: 'OUT_COURT',
  crime: 'CRIME_REPORT',
  cyber: 'CYBER_FRAUD',
  disability: 'DISABILITY',
  disease: 'DISEASE_CONTROL',
  dogs: 'STRAY_DOGS',
  drain: 'SEWER_DRAIN',
  electricity: 'POWER_OUTAGE',
  elsewhere: 'OUT_STATE',
  farm: 'FARM_SUPPORT',
  fir: 'POLICE_FIR',
  food: 'FOOD_DRUG',
  garbage: 'GARBAGE',
  handpump: 'WATER_RURAL',
  hospital: 'HOSPITAL',
  industrial: 'INDUSTRIAL_AREA',
  labour: 'LABOUR',
  'land-grab': 'LAND_GRAB',
  'land-paper': 'LAND_RECORD',
  licence: 'VEHICLE_LICENCE',
  liquor: 'LIQUOR',
  mining: 'MINING',
  noise: 'NOISE',
  'old-age': 'PENSION_SOCIAL',
  panchayat: 'VILLAGE_WORKS',
  pension: 'PENSION_SOCIAL',
  police: 'POLICE_CONDUCT',
  'police-force': 'POLICE_CONDUCT',
  pollution: 'POLLUTION_FOREST',
  procurement: 'GRAIN_PURCHASE',
  railway: 'OUT_RAILWAYS',
  ration: 'RATION',
  recruitment: 'RECRUITMENT',
  relief: 'RELIEF_CLAIM',
  road: 'ROAD_REPAIR',
  rti: 'OUT_RTI',
  'rural-work': 'RURAL_WORK',
  salary: 'SALARY_PENSION',
  scholarship: 'SCHOLARSHIP',
  school: 'SCHOOL_BASIC',
  'school-fee': 'SCHOOL_SECONDARY',
  shop: 'OUT_CONSUMER',
  streetlight: 'STREETLIGHT',
  telecom: 'OUT_TELECOM',
  traffic: 'TRAFFIC',
  transformer: 'POWER_TRANSFORMER',
  university: 'UNIVERSITY',
  'urban-poor': 'URBAN_HOUSING',
  verification: 'POLICE_VERIFICATION',
  village: 'VILLAGE_WORKS',
  voter: 'VOTER',
  water: 'WATER_URBAN',
  widow: 'PENSION_WIDOW',
  wire: 'POWER_HAZARD',
  women: 'WOMEN_SAFETY',
};
