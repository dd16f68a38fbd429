import type { Page } from 'playwright-core';

/**
 * Words of tables that stand on two lines. What is longer than the longest column name of a report, such as an ARN, may
 * be broken.
 */
export function brokenWords(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const broken = [];
    const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (!text.parentElement.closest('table')) continue;
      for (const { 0: whole, index: begin } of text.data.matchAll(/\\S+/g)) {
        if (whole.length > 'access_key_1_last_used_date'.length) continue;
        for (const { 0: word, index } of whole.matchAll(/\\w+/g)) {
          const range = document.createRange();
          range.setStart(text, begin + index);
          range.setEnd(text, begin + index + word.length);
          const lines = new Set([...range.getClientRects()].map(({ top }) => top));
          if (lines.size > 1) broken.push(word);
        }
      }
    }
    return broken;
  })()`);
}

/** What does not fit into its place or on the screen. */
export function widerThanScreen(page: Page): Promise<string[]> {
  return page.evaluate(`
    [...document.querySelectorAll('svg, .charts, section, td, th')]
      .filter((part) => part.scrollWidth > part.clientWidth + 1 || part.getBoundingClientRect().right > innerWidth)
      .filter((part) => part.clientWidth > 0)
      .map((part) => part.outerHTML.slice(0, 120))`);
}
