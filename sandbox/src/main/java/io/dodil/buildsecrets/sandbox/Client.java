package io.dodil.buildsecrets.sandbox;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A service account.
///
/// @param token what its tokens look like; absent: as Keycloak makes them
public record Client(String id, String secret, @Nullable TokenShape token) {

  public Client {
    Objects.requireNonNull(id, "a client's id");
    Objects.requireNonNull(secret, "a client's secret");
  }

  public Client(String id, String secret) {
    this(id, secret, null);
  }

  TokenShape shape() {
    return token == null ? TokenShape.USUAL : token;
  }

  @Override
  public String toString() {
    return "Client[" + id + "]";
  }
}
