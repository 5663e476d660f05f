package io.dodil.buildsecrets.simulation.world;

import java.util.Set;

/// What somebody wrote into a resource's spec.
///
/// @param auth name of the Secret of its credential; one that begins with "token" holds a token
/// @param account whose keys of that Secret: `account-id` and `account-secret`; empty: the default
///   keys
public record Want(
    String endpoint,
    String organization,
    String auth,
    String account,
    Set<Part> parts,
    boolean suspended) {

  /// What can be asked for.
  public enum Part {
    /// a build argument, required
    NPM("npm"),
    /// another one from the same key of the same Secret
    NPM_AGAIN("npm"),
    /// a build argument, optional
    PIP("pip"),
    /// a whole Secret as build arguments
    ARGS("args"),
    /// git credentials
    GIT("git"),
    /// the registries of a docker config
    REGISTRIES("hub");

    /// The Secret it comes from.
    public final String secret;

    Part(String secret) {
      this.secret = secret;
    }
  }

  public Want {
    parts = Set.copyOf(parts);
  }

  public boolean has(Part part) {
    return parts.contains(part);
  }

  public boolean isStatic() {
    return auth.startsWith("token");
  }

  public String idKey() {
    return account.isEmpty() ? "client-id" : account + "-id";
  }

  public String secretKey() {
    return account.isEmpty() ? "client-secret" : account + "-secret";
  }

  public Want wanting(Set<Part> others) {
    return new Want(endpoint, organization, auth, account, others, suspended);
  }

  public Want suspended(boolean is) {
    return new Want(endpoint, organization, auth, account, parts, is);
  }

  public Want with(String otherAuth, String otherAccount) {
    return new Want(endpoint, organization, otherAuth, otherAccount, parts, suspended);
  }
}
