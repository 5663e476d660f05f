package io.dodil.buildsecrets.simulation;

import java.util.Set;

/// What somebody wrote into a resource's spec.
///
/// @param auth name of the Secret of its credential; one that begins with "token" holds a token
record Want(String endpoint, String organization, String auth, Set<Part> parts, boolean suspended) {

  /// What can be asked for, each from a Secret of its own.
  enum Part {
    /// a build argument, required
    NPM,
    /// a build argument, optional
    PIP,
    /// a whole Secret as build arguments
    ARGS,
    /// git credentials
    GIT
  }

  Want {
    parts = Set.copyOf(parts);
  }

  boolean has(Part part) {
    return parts.contains(part);
  }

  boolean isStatic() {
    return auth.startsWith("token");
  }
}
