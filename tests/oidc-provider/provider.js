// A real OpenID provider on loopback, for the sign-in tests: node provider.js PORT [groups-in-userinfo] [without-refresh].
// What a test wants to be otherwise it says to /control: people and their groups, keys, and one fault for the answers that follow.
import http from 'node:http';
import { URL } from 'node:url';
import Provider from 'oidc-provider';
import { Keys } from './keys.js';
import { forge, isForged } from './faults.js';

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const inUserInfoOnly = process.argv.includes('groups-in-userinfo');
const withoutRefresh = process.argv.includes('without-refresh');

const state = { people: new Map(), fault: null, refreshed: 0, refusedRefreshes: 0 };
const keys = new Keys();

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'ops-console',
    client_secret: 'a-secret-of-the-tests-only-00000000',
    redirect_uris: [`${issuer}/unused`],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
  }],
  jwks: { keys: [keys.private()] },
  cookies: { keys: ['of-the-tests-only'] },
  pkce: { required: () => true, methods: ['S256'] },
  conformIdTokenClaims: inUserInfoOnly,
  claims: { openid: ['sub'], profile: ['name'], groups: ['groups'] },
  scopes: ['openid', 'profile', 'groups'],
  issueRefreshToken: () => !withoutRefresh,
  rotateRefreshToken: true,
  ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 3600, Grant: 3600, RefreshToken: 3600 },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => { ctx.body = page('Sign out', `${form}<button type="submit" form="op.logoutForm" value="yes" name="logout">Yes, sign me out</button>`); },
    },
  },
  renderError: (ctx, out) => { ctx.type = 'html'; ctx.body = page('Error', `<p>${out.error}</p>`); },
  findAccount: (ctx, id) => {
    const person = state.people.get(id);
    return person && { accountId: id, claims: () => ({ sub: id, ...(person.name && { name: person.name }), ...(person.groups && { groups: person.groups }) }) };
  },
  loadExistingGrant: async (ctx) => {
    // Nobody is asked for consent: that is the provider's matter, not ours.
    const { provider: own, client, session, params } = ctx.oidc;
    const grant = new own.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope(params.scope);
    await grant.save();
    return grant;
  },
});

// The console listens on another port in each test.
provider.Client.prototype.redirectUriAllowed = (uri) => isOurs(uri, '/sign-in/oidc/back');
provider.Client.prototype.postLogoutRedirectUriAllowed = (uri) => isOurs(uri, '/signed-out');

provider.use(async (ctx, next) => {
  if (ctx.path === '/token' && state.fault === 'token-down') {
    ctx.status = 503;
    ctx.body = 'down for a while';
    return;
  }
  await next();
  if (ctx.path === '/jwks') {
    ctx.body = { keys: keys.public() };
  } else if (ctx.path === '/token' && ctx.status === 200 && ctx.body.id_token) {
    if (keys.isRotated || isForged(state.fault)) ctx.body.id_token = forge(ctx.body.id_token, state.fault, keys);
    if (state.fault === 'no-id-token') delete ctx.body.id_token;
  } else if (ctx.path === '/me' && state.fault === 'userinfo-of-another' && ctx.status === 200) {
    ctx.body = { ...ctx.body, sub: 'another' };
  }
});
provider.on('grant.success', (ctx) => { if (ctx.oidc.params.grant_type === 'refresh_token') state.refreshed += 1; });
provider.on('grant.error', (ctx) => { if (ctx.oidc.params && ctx.oidc.params.grant_type === 'refresh_token') state.refusedRefreshes += 1; });

function isOurs(uri, path) {
  const url = new URL(uri);
  return url.hostname === '127.0.0.1' && url.pathname === path;
}

function page(title, body) {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}

async function interaction(req, res) {
  const details = await provider.interactionDetails(req, res);
  if (req.method === 'GET') {
    res.setHeader('content-type', 'text/html; charset=utf-8');
    res.end(page('Who are you?', `<form method="post"><label>Name <input name="login" autofocus></label>
      <button name="answer" value="in">Go in</button><button name="answer" value="no">Say no</button></form>`));
    return;
  }
  const form = new URLSearchParams(await text(req));
  const result = form.get('answer') === 'no'
    ? { error: 'access_denied', error_description: 'said no' }
    : { login: { accountId: form.get('login'), remember: false } };
  await provider.interactionFinished(req, res, details.prompt.name === 'login' || result.error ? result : {}, { mergeWithLastSubmission: false });
}

async function control(req, res) {
  const said = JSON.parse((await text(req)) || '{}');
  switch (new URL(req.url, issuer).pathname) {
    case '/control/person': state.people.set(said.id, said); break;
    case '/control/gone': state.people.delete(said.id); break;
    case '/control/fault': state.fault = said.name || null; break;
    case '/control/rotate': keys.rotate(); break;
    default: break;
  }
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ refreshed: state.refreshed, refusedRefreshes: state.refusedRefreshes }));
}

async function text(req) {
  let all = '';
  for await (const part of req) all += part;
  return all;
}

const answer = provider.callback();
http.createServer((req, res) => {
  const ours = req.url.startsWith('/control') ? control : req.url.startsWith('/interaction/') ? interaction : null;
  if (!ours) {
    answer(req, res);
    return;
  }
  ours(req, res).catch((e) => { res.statusCode = 500; res.end(String(e)); });
}).listen(port, '127.0.0.1');
