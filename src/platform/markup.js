// The one policy of Trusted Types: markup that is made of text passes here, or not at all. There is none for scripts
// and their addresses, so that no text becomes one.

const ACTIVE = /<\s*(script|iframe|frame|object|embed|base|meta|link|style|portal)\b|[\s"'/]on\w+\s*=|srcdoc\s*=|javascript:/i;

export function guard() {
  globalThis.trustedTypes?.createPolicy('default', {
    createHTML(text) {
      if (ACTIVE.test(text)) throw new TypeError('markup that does something');
      return text;
    },
  });
}
