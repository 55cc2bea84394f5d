const links = [...document.querySelectorAll('nav a')];
const wanted = new URLSearchParams(location.search).get('file');
const shown = links.find((link) => link.dataset.file === wanted)
  ?? links.find((link) => link.dataset.file === 'exchange')
  ?? links[0];
shown.setAttribute('aria-current', 'page');

/** Whoever is signed in can try operations out here; the session wants its token with everything that writes. */
async function withCsrfToken(request) {
  if (request.method !== 'GET' && !request.headers.Authorization) {
    const session = await fetch('/session');
    if (session.ok) {
      request.headers['X-CSRF-Token'] = (await session.json()).csrf_token;
    }
  }
  return request;
}

SwaggerUIBundle({
  url: `/openapi/${shown.dataset.file}.json`,
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  requestInterceptor: withCsrfToken,
});
