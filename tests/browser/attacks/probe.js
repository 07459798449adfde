// Runs in every frame before anything else there. Tells the test (by the binding `reportScript`)
// when a script of a payload runs, and knows how to find what does not belong into a comment.
(() => {
  const send = window.reportScript;
  const report = (what) => send(`${what} in ${location.href}`);

  for (const name of ['alert', 'confirm', 'prompt', 'print', 'canary', 'msgbox']) {
    Object.defineProperty(window, name, { value: () => report(name), configurable: false });
  }
  const evaluate = window.eval;
  window.eval = (source) => {
    // The test's own expressions come this way as well.
    if (!new Error().stack.includes('UtilityScript')) report('eval');
    return evaluate(source);
  };
  for (const name of ['setTimeout', 'setInterval']) {
    const original = window[name];
    window[name] = (task, ...rest) => {
      if (typeof task === 'string') report(name);
      return original(task, ...rest);
    };
  }
  for (const name of ['write', 'writeln']) {
    Document.prototype[name] = () => report(`document.${name}`);
  }
  document.addEventListener('securitypolicyviolation', (event) =>
    report(`policy violation: ${event.violatedDirective} ${event.blockedURI}`),
  );

  const anywhere = ['lang', 'dir'];
  const attributes = { a: ['href', 'title', 'rel'], ol: ['start'], div: ['class'] };
  const elements = (
    'a em strong cite code ul ol li dl dt dd p br blockquote div'
  ).split(' ');
  // ':' is what the browser says of an address that is none, such as //%0a: it leads nowhere.
  const protocols = ['http:', 'https:', 'ftp:', 'mailto:', ':'];
  const forbidden =
    /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/u;

  const findFaults = (element) => {
    const name = element.localName;
    const faults = [];
    const inHtml = element.namespaceURI === 'http://www.w3.org/1999/xhtml';
    if (!inHtml || !elements.includes(name)) faults.push(`element ${name}`);
    const allowed = anywhere.concat(attributes[name] ?? []);
    for (const { name: attribute, value } of element.attributes) {
      if (!allowed.includes(attribute)) faults.push(`attribute ${attribute} of ${name}`);
      if (attribute === 'class' && value !== 'quote-author') faults.push(`class ${value}`);
    }
    // What the browser makes of the address, not what is written there.
    if (inHtml && name === 'a') {
      if (!element.hasAttribute('href') || !protocols.includes(element.protocol)) {
        faults.push(`address ${element.protocol}`);
      }
      if (element.relList.length !== 2 || element.rel !== 'nofollow ugc') faults.push('rel');
    }
    return faults;
  };

  const findAllFaults = (root, left) =>
    [...root.querySelectorAll('*')].filter((node) => !left.includes(node)).flatMap(findFaults);

  const inspectComment = (comment) => {
    const body = comment.querySelector('.comments-body');
    const faults = findAllFaults(body, []);
    if (forbidden.test(body.textContent)) faults.push('character in the text');
    for (const node of body.childNodes) {
      if (node.nodeType === Node.COMMENT_NODE) faults.push('comment in the text');
    }
    const frame = [...comment.querySelectorAll('*')].filter((node) => !body.contains(node));
    const names = frame.map((node) => `${node.localName}.${node.className}`).join(' ');
    return { id: comment.id.replace('comment-', ''), faults, frame: names };
  };

  // Elements outside the comments: payloads that get out of theirs would change them.
  const describeSurroundings = () =>
    [...document.querySelectorAll('*')]
      .filter((node) => !node.closest('.comments-item'))
      .map((node) => `${node.localName}${[...node.attributes].map((each) => each.name)}`)
      .join(' ');

  // For each frame of a page of unsanitised payloads, what does not belong there.
  const inspectFrames = () =>
    [...document.querySelectorAll('iframe')].map((frame) => {
      const inside = frame.contentDocument;
      if (!inside || inside.URL !== frame.src) return ['navigation'];
      const own = [inside.documentElement, inside.head, inside.body];
      own.push(...inside.querySelectorAll('[data-own]'));
      return findAllFaults(inside, own);
    });

  const touch = (root) => {
    for (const node of root.querySelectorAll('*')) {
      for (const name of ['pointerenter', 'pointerover', 'mouseenter', 'mouseover', 'mousemove']) {
        node.dispatchEvent(new MouseEvent(name, { bubbles: true, cancelable: true }));
      }
      node.focus?.();
      if (node.localName !== 'a') {
        node.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      }
    }
  };

  const touchFrames = () => {
    for (const frame of document.querySelectorAll('iframe')) {
      const inside = frame.contentDocument;
      if (!inside) continue;
      touch(inside);
      const click = () => new MouseEvent('click', { bubbles: true, cancelable: true });
      for (const link of inside.querySelectorAll('a')) link.dispatchEvent(click());
    }
  };

  const tools = { describeSurroundings, inspectComment, inspectFrames, touch, touchFrames };
  Object.defineProperty(window, 'probe', { value: Object.freeze(tools), configurable: false });
})();
