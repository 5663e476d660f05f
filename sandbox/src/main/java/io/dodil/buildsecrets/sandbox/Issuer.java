package io.dodil.buildsecrets.sandbox;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Makes tokens as Keycloak does, signed with a key of its own, and knows them again.
final class Issuer {

  /// Without a port: the issuer's name is no address.
  static final String NAME = "https://localhost/realms/dodil";

  /// What every token has.
  private static final String SCOPE = "organization profile email";

  private final KeyPair keys = keys();
  private final Algorithm algorithm =
      Algorithm.RSA256((RSAPublicKey) keys.getPublic(), (RSAPrivateKey) keys.getPrivate());
  private final JWTVerifier verifier = JWT.require(algorithm).withIssuer(NAME).build();
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  RSAPublicKey publicKey() {
    return (RSAPublicKey) keys.getPublic();
  }

  String keyId() {
    return UUID.nameUUIDFromBytes(keys.getPublic().getEncoded()).toString();
  }

  /// A token for these organizations, good from now on.
  String issue(
      Client client, List<Organization> organizations, Set<String> scopes, Duration lifetime) {
    var now = Instant.now();
    grants.values().removeIf(old -> old.expiry().isBefore(now));
    var grant =
        new Grant(
            "trrtcc:" + UUID.randomUUID(), client.id(), organizations, scopes, now.plus(lifetime));
    grants.put(grant.id(), grant);
    return client.shape().opaque() ? grant.id() : jwt(grant, client.shape(), now);
  }

  private String jwt(Grant grant, TokenShape shape, Instant now) {
    var client = grant.client();
    return JWT.create()
        .withKeyId(keyId())
        .withIssuer(NAME)
        .withAudience("account")
        .withSubject(UUID.nameUUIDFromBytes(client.getBytes(StandardCharsets.UTF_8)).toString())
        .withJWTId(grant.id())
        .withIssuedAt(now)
        .withExpiresAt(grant.expiry())
        .withClaim("typ", "Bearer")
        .withClaim("azp", client)
        .withClaim("acr", "1")
        .withClaim("scope", granted(grant.scopes()))
        .withClaim("client_id", client)
        .withClaim("preferred_username", "service-account-" + client)
        .withPayload(shape.claims(grant.organizations()))
        .sign(algorithm);
  }

  /// As a token and its answer say it.
  static String granted(Set<String> asked) {
    return String.join(" ", Stream.concat(Stream.of(SCOPE), asked.stream()).toList());
  }

  /// Forgets the client's tokens.
  void revoke(String clientId) {
    grants.values().removeIf(grant -> grant.client().equals(clientId));
  }

  Caller caller(String authorization) {
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return new Caller.Unknown("no bearer token");
    }
    var token = authorization.substring(7).trim();
    try {
      var id = token.contains(".") ? verifier.verify(token).getId() : token;
      var grant = id == null ? null : grants.get(id);
      if (grant == null) {
        return new Caller.Unknown("token unknown or revoked");
      }
      return grant.expiry().isAfter(Instant.now())
          ? new Caller.Known(grant)
          : new Caller.Unknown("token expired");
    } catch (JWTVerificationException e) {
      // Its message quotes the token's claims.
      return new Caller.Unknown("token not valid: " + e.getClass().getSimpleName());
    }
  }
}
