// What the accessibility tests ask of a page, as functions that give what is wrong. Evaluated in the browser.
({
  named() {
    const wrong = [];
    const say = (what, node) => wrong.push(`${what}: ${node.outerHTML.slice(0, 120)}`);
    const shown = (node) => node.checkVisibility() && !node.closest('[aria-hidden=true]');
    for (const node of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
      if (shown(node) && !node.labels.length && !node.getAttribute('aria-label')) say('a field without a name', node);
    for (const node of document.querySelectorAll('a[href], button, summary'))
      if (shown(node) && !(node.getAttribute('aria-label') || node.textContent).trim()) say('nothing to call it by', node);
    for (const node of document.querySelectorAll('svg'))
      if (shown(node) && node.getAttribute('role') !== 'img') say('a drawing that is neither named nor hidden', node);
    for (const node of document.querySelectorAll('svg[role=img]'))
      if (!node.getAttribute('aria-label')) say('a drawing without a name', node);
    const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
    for (const id of new Set(ids)) if (ids.filter((each) => each === id).length > 1) wrong.push(`two of #${id}`);
    for (const node of document.querySelectorAll('[aria-labelledby]'))
      if (!document.getElementById(node.getAttribute('aria-labelledby'))) say('named by what is not there', node);
    for (const node of document.querySelectorAll('table:not(.plain)'))
      if (!node.querySelector('th[scope], td kbd, td b')) say('a table without heads', node);
    const levels = [...document.querySelectorAll('h1, h2, h3, h4')].filter(shown).map((node) => +node.tagName[1]);
    if (levels.filter((level) => level === 1).length !== 1) wrong.push(`headings of the first rank: ${levels}`);
    levels.reduce((before, level) => { if (level > before + 1) wrong.push(`h${before} and then h${level}`); return level; }, 1);
    if (document.querySelectorAll('main').length !== 1) wrong.push('there is one main');
    if (document.documentElement.lang !== 'en' || !document.title.trim()) wrong.push('no language or title');
    return wrong;
  },

  contrast() {
    const parse = (text) => {
      const srgb = text.match(/^color\(srgb ([^)]*)\)/);
      const parts = (srgb ? srgb[1] : text).match(/[\d.]+/g).map(Number);
      return { rgb: parts.slice(0, 3).map((part) => srgb ? part : part / 255), alpha: parts[3] ?? 1 };
    };
    const light = (rgb) => {
      const [r, g, b] = rgb.map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const over = (front, back) => front.rgb.map((c, at) => c * front.alpha + back[at] * (1 - front.alpha));
    const ground = (node) => {
      const layers = [];
      for (let at = node; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
      return layers.reverse().reduce((below, layer) => over(layer, below), [1, 1, 1]);
    };
    const wrong = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const node = text.parentElement;
      if (!text.data.trim() || !node.checkVisibility() || node.closest('.unseen, .skip, svg, option, datalist')) continue;
      const style = getComputedStyle(node);
      const below = ground(node);
      const [a, b] = [light(over(parse(style.color), below)), light(below)].sort((x, y) => y - x);
      const size = parseFloat(style.fontSize);
      const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < least) wrong.add(`${ratio.toFixed(2)} for ${node.className || node.tagName}: ${text.data.trim().slice(0, 40)}`);
    }
    for (const node of document.querySelectorAll('svg.sign text')) {
      const shape = getComputedStyle(node.parentElement.querySelector('polygon, circle'));
      const [a, b] = [light(parse(getComputedStyle(node).fill).rgb), light(parse(shape.fill).rgb)].sort((x, y) => y - x);
      if ((a + 0.05) / (b + 0.05) < 4.5) wrong.add(`a sign: ${node.parentElement.getAttribute('class')}`);
    }
    return [...wrong];
  },

  focused() {
    const at = document.activeElement;
    const style = getComputedStyle(at);
    const place = [...document.querySelectorAll("*")].indexOf(at);
    return [place, style.outlineStyle !== "none" && at.checkVisibility(), at.outerHTML.slice(0, 100)];
  },
})
