import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp, freshFolder, type Running, start } from '../e2e/program.js';
import { CODE } from '../e2e/talk.js';
import { hasBrowser, openBrowser, openPage, postByKeyboard } from './browser.js';

const ASHA = '9000000000000200001';
const LUCKNOW_ENGINEER = '9000000000000100001';
const POWER_CUT = '@sw_energy 3 दिन से बिजली नहीं आ रही, गोमती नगर लखनऊ';
const HINDI = /[\u0900-\u097F]{3}/;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let program: Running;
let browser: Browser;

beforeAll(async () => {
  if (!hasBrowser) return;
  program = await start(['start'], { folder: freshFolder(), env: { SUNWAI_POLL_SECONDS: '1' } });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await cleanUp();
});

/** The newest automatic answer to a post, waited for. */
function answerTo(page: Page, postId: string) {
  return page.locator(`#timeline article[data-via=api][data-reply-to="${postId}"]`).last();
}

/** The post in the timeline that holds these words; its id. */
async function idOfPost(page: Page, words: string): Promise<string> {
  const post = page.locator('#timeline article[data-via=page]').filter({ hasText: words }).first();
  return (await post.getAttribute('data-post-id')) ?? '';
}

async function inStage(page: Page, stage: string): Promise<void> {
  await page.locator(`[data-testid=case-stage][data-stage=${stage}]`).waitFor();
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

describe.skipIf(!hasBrowser)('the sandbox page', () => {
  it('shows a complaint from the first word to the second level, live', async () => {
    const { page, faults } = await openPage(browser, program.url);
    await page.evaluate('window.neverReloaded = true');

    // A citizen complains in Hindi, and is answered in Hindi with a code.
    await postByKeyboard(page, ASHA, POWER_CUT);
    const asked = await idOfPost(page, '3 दिन से बिजली');
    const answer = answerTo(page, asked);
    await answer.waitFor();
    const words = (await answer.locator('.text').textContent()) ?? '';
    const code = CODE.exec(words)?.[0] ?? '';
    expect(code).not.toBe('');
    expect(words).toMatch(HINDI);

    // Beside it stands what was understood.
    await page.locator('[data-testid=understood-department][data-code=ENERGY]').waitFor();
    expect(await page.getByTestId('understood-department').textContent()).toMatch(/^Energy\b/);
    expect(await page.getByTestId('understood-district').textContent()).toBe('Lucknow');
    expect(await page.getByTestId('understood-intent').getAttribute('data-code')).toBe('grievance');
    expect(await page.getByTestId('understood-language').getAttribute('data-code')).toBe('hi');
    expect(await page.getByTestId('understood-why').locator('li').count()).toBeGreaterThan(0);
    expect(await page.getByTestId('case-code').textContent()).toBe(code);
    await inStage(page, 'acknowledged');
    expect(await page.getByTestId('case-due').getAttribute('data-due-at')).toMatch(/^\d+$/);

    // The officer of the district says it is done.
    await page.getByTestId('quick-close').click();
    expect(await page.getByTestId('composer-as').inputValue()).toBe(LUCKNOW_ENGINEER);
    await page.getByTestId('composer-send').click();
    await inStage(page, 'claimed');
    // The citizen's post has had its answer: the question stands under the officer's.
    const closing = await idOfPost(page, `#close ${code}`);
    const question = page.locator(`#timeline article[data-via=api][data-reply-to="${closing}"]`).first();
    await question.waitFor();

    // The citizen does not agree: open again, one level up.
    await question.getByRole('button', { name: /^Reply/ }).click();
    await page.getByTestId('composer-as').selectOption(ASHA);
    await page.getByTestId('composer-text').fill('नहीं');
    await page.getByTestId('composer-send').click();
    await inStage(page, 'disputed');
    expect(await page.getByTestId('case-code').textContent()).toBe(code);
    expect(await page.getByTestId('case-level').getAttribute('data-level')).toBe('2');
    expect(await page.getByTestId('case-history').textContent()).toContain('open again');

    expect(await page.evaluate('window.neverReloaded')).toBe(true);
    expect(faults).toEqual([]);
  }, 90_000);

  it('shows an untouched case climb when the clock is moved', async () => {
    const { page, faults } = await openPage(browser, program.url);
    await page.getByTestId('sample-garbage').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('composer-send').click();
    const asked = await idOfPost(page, 'kooda nahi uthaya');
    await answerTo(page, asked).waitFor();
    await inStage(page, 'acknowledged');
    expect(await page.getByTestId('case-level').getAttribute('data-level')).toBe('1');

    await page.getByTestId('clock-8d').click();
    await page.locator('[data-testid=case-history] [data-type=escalated]').first().waitFor();
    await page.locator('[data-testid=case-level][data-level="2"]').waitFor();
    expect(await page.locator('#clock-ahead').textContent()).toContain('8 days');
    expect(faults).toEqual([]);
  }, 60_000);

  it('refuses a look-alike, and says so beside the post', async () => {
    const { page, faults } = await openPage(browser, program.url);
    await page.getByTestId('sample-power-cut').click();
    await page.getByTestId('composer-text').fill('@sw_energy बिजली का खंभा टूट गया है, आलमबाग लखनऊ');
    await page.getByTestId('composer-send').click();
    await answerTo(page, await idOfPost(page, 'खंभा टूट गया')).waitFor();
    await inStage(page, 'acknowledged');

    await page.getByTestId('quick-stranger').click();
    await page.getByTestId('composer-send').click();
    await page.locator('[data-testid=understood-disposition][data-code=refused_not_authorised]').waitFor();
    await inStage(page, 'acknowledged');
    expect(faults).toEqual([]);
  }, 60_000);

  it('lets a handle be searched in Hindi and chosen without a mouse, and made to go quiet', async () => {
    const { page, faults } = await openPage(browser, program.url);
    await page.keyboard.press('/');
    await page.keyboard.press('Backspace');
    await page.keyboard.insertText('सिंचाई');
    await page.keyboard.press('Enter');
    const handle = await page.getByTestId('composer-handle').inputValue();
    expect(handle).toMatch(/^@\w+$/);

    await page.getByTestId('dormant-toggle').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#dormant-state').textContent()).toBe(`${handle} has gone quiet`);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#dormant-state').textContent()).toBe(`${handle} is active`);
    expect(faults).toEqual([]);
  });

  it('can be used on a phone, in both languages', async () => {
    const { page, faults } = await openPage(browser, program.url, PHONE);
    for (const lang of ['hi', 'en']) {
      await page.getByTestId(`lang-${lang}`).click();
      await page.locator(`html[lang=${lang}]`).waitFor();
      for (const tab of ['understood', 'posts']) {
        await page.getByTestId(`tab-${tab}`).tap();
        expect(await overflow(page), `${lang}, ${tab}`).toBeLessThanOrEqual(0);
      }
    }
    await page.getByTestId('composer-text').tap();
    await page.keyboard.insertText('महानगर लखनऊ में कल से बिजली नहीं है');
    await page.getByTestId('composer-send').tap();
    const asked = await idOfPost(page, 'महानगर लखनऊ');
    await answerTo(page, asked).waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);

    await page.getByTestId(`post-${asked}`).tap();
    await page.getByTestId('case-code').waitFor();
    expect(await page.getByTestId('understood-district').textContent()).toBe('Lucknow');
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
  }, 60_000);

  it('is readable in Hindi: its own font, and room between the lines', async () => {
    const { page, faults } = await openPage(browser, program.url, { locale: 'hi-IN' });
    expect(await page.locator('html').getAttribute('lang')).toBe('hi');
    const room = await page.evaluate(
      'parseFloat(getComputedStyle(main).lineHeight) / parseFloat(getComputedStyle(main).fontSize)',
    );
    expect(room).toBeGreaterThanOrEqual(1.6);
    expect(await page.evaluate('document.fonts.check("16px Mukta", "सुनवाई")')).toBe(true);
    expect(faults).toEqual([]);
  });
});
