// The provider's signing keys. Rotated, the old one is no longer published.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';

function make(kid) {
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  return { ...jwk, kid, use: 'sig', alg: 'RS256' };
}

export class Keys {
  constructor() {
    this.current = make('k1');
    this.isRotated = false;
    this.stranger = make('k1');
  }

  private() { return this.current; }

  public() {
    const jwk = createPublicKey(createPrivateKey({ key: this.current, format: 'jwk' })).export({ format: 'jwk' });
    return [{ ...jwk, kid: this.current.kid, use: 'sig', alg: 'RS256' }];
  }

  rotate() {
    this.current = make(`k${Number(this.current.kid.slice(1)) + 1}`);
    this.isRotated = true;
  }
}
