import type { Caution, Gazetteer, Spelling } from './place-names.js';

/** A place as it stands inside a handle: Latin, no blanks. */
export interface HandleName {
  compact: string;
  /** Null: a place outside the state. */
  district: string | null;
  /** Only to be trusted when all the rest of the handle is an office. */
  wary: boolean;
}

/** What offices put around the name of their place. */
const OFFICE =
  /nagarnigam|nagarpalika|torrentpower|university|univ|dbrau|jalkal|kesco|devauthority|authority|collector|district|commissioner|commisioner|traffic|police|polic|office|official|pol|dist|jila|zila|info|news|dio|dmo|adm|sdm|cdo|cmo|ceo|dm|bsa|ifs|dfo|lmc|mlbmc|cell|[abgklmpv]da|dpro|dso|ssp|asp|sp|cp|rto|arto|fire|metro|smartcity|city|rural|nagar|nig|nn|da|up|the|of|\d+/g;
/** Bodies for many districts, the central government's, and people: the place in their name is not the complaint's. */
const OTHER =
  /range|zone|division|drm|rail|rrb|upsic|uidai|uppcl|prasad|singh|yadav|kumar|gupta|sharma|verma|mishra|khan/;
const SHORTEST = 5;
/** Alone in a handle that is no office's, a name has to be this long. */
const SHORTEST_ALONE = 7;

/** Names to look for in handles, longest first. A town of two districts says nothing there. */
export function handleNames(
  spellings: readonly Spelling[],
  caution: ReadonlyMap<string, Caution>,
): HandleName[] {
  const found = new Map<string, HandleName>();
  for (const { words, name, short } of spellings) {
    const compact = words.join('');
    const long = name.kind === 'district' || short ? 3 : SHORTEST_ALONE;
    if (!/^[a-z]+$/.test(compact) || compact.length < long) continue;
    const [district = null] = name.districts;
    const known = found.get(compact);
    if (known !== undefined && known.district !== district && name.kind === 'town') {
      found.set(compact, { ...known, district: null });
      continue;
    }
    const wary = compact.length < SHORTEST_ALONE || caution.has(words.join(' '));
    if (known === undefined) found.set(compact, { compact, district, wary });
  }
  return [...found.values()].sort((a, b) => b.compact.length - a.compact.length);
}

/** The district a handle or a run-together hashtag speaks of, and whether an office of it speaks. */
export function readHandle(
  handle: string,
  { handles }: Gazetteer,
): { district: string; office: boolean } | null {
  const compact = handle.replaceAll('_', '').replace(/nagr(?!a)|ngr|nag(?=pol)/g, 'nagar');
  const name = handles.find(
    (one) => compact.includes(one.compact) && (one.compact.length >= SHORTEST || isOffice(compact, one)),
  );
  if (name === undefined || name.district === null || OTHER.test(compact)) return null;
  const rest = compact.replace(name.compact, ' ');
  if (
    handles.some(
      (one) => one.compact.length >= SHORTEST && one.district !== name.district && rest.includes(one.compact),
    )
  )
    return null;
  const office = isOffice(compact, name);
  return name.wary && !office ? null : { district: name.district, office };
}

/** Nothing but office words around the name. */
function isOffice(compact: string, { compact: name }: HandleName): boolean {
  return compact.includes(name) && compact.replace(name, ' ').replace(OFFICE, '').trim() === '';
}
