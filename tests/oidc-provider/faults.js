// ID tokens that are wrong in exactly one way.
import { createHmac, createPrivateKey, sign } from 'node:crypto';

const claims = {
  'wrong-issuer': (it) => ({ ...it, iss: 'http://127.0.0.1:1' }),
  'wrong-audience': (it) => ({ ...it, aud: 'another-client' }),
  'several-audiences': (it) => ({ ...it, aud: [it.aud, 'another-client'] }),
  'wrong-azp': (it) => ({ ...it, aud: [it.aud, 'another-client'], azp: 'another-client' }),
  'wrong-nonce': (it) => ({ ...it, nonce: 'of-another-sign-in' }),
  'no-nonce': (it) => { const { nonce, ...rest } = it; return rest; },
  expired: (it) => ({ ...it, iat: it.iat - 7200, exp: it.iat - 3600 }),
  'not-yet': (it) => ({ ...it, nbf: it.iat + 3600 }),
  'of-the-future': (it) => ({ ...it, iat: it.iat + 3600, exp: it.exp + 7200 }),
  'no-expiry': (it) => { const { exp, ...rest } = it; return rest; },
  'wrong-at-hash': (it) => ({ ...it, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  'no-sub': (it) => { const { sub, ...rest } = it; return rest; },
  'groups-as-number': (it) => ({ ...it, groups: 7 }),
  'groups-elsewhere': (it) => { const { groups, ...rest } = it; return { ...rest, _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example.com' } } }; },
};
const signatures = ['wrong-key', 'unknown-key', 'no-signature', 'shared-secret', 'broken-signature'];

const encode = (it) => Buffer.from(JSON.stringify(it)).toString('base64url');

export const isForged = (fault) => fault !== null && (fault in claims || signatures.includes(fault));

export function forge(token, fault, keys) {
  const payload = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
  const body = encode((claims[fault] || ((it) => it))(payload));
  const rsa = (key, kid) => {
    const text = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${body}`;
    return `${text}.${sign('sha256', Buffer.from(text), createPrivateKey({ key, format: 'jwk' })).toString('base64url')}`;
  };
  switch (fault) {
    case 'wrong-key': return rsa(keys.stranger, keys.private().kid);
    case 'unknown-key': return rsa(keys.stranger, 'nobody-knows');
    case 'no-signature': return `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`;
    case 'broken-signature': return `${rsa(keys.private(), keys.private().kid).slice(0, -8)}AAAAAAAA`;
    case 'shared-secret': {
      const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${body}`;
      return `${text}.${createHmac('sha256', 'a-secret-of-the-tests-only-00000000').update(text).digest('base64url')}`;
    }
    default: return rsa(keys.private(), keys.private().kid);
  }
}
