package io.dodil.buildsecrets.simulation.world;

import io.dodil.buildsecrets.model.ResourceId;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/// A resource of the simulated cluster.
///
/// @param request the annotation that asks for a save; empty: none
public record Res(
    String namespace,
    String name,
    String uid,
    long generation,
    Instant created,
    boolean deleting,
    String request,
    Want want) {

  public String path() {
    return namespace + "/" + name;
  }

  public ResourceId id() {
    return new ResourceId(namespace, name, uid);
  }

  public Res with(Want other) {
    return new Res(namespace, name, uid, generation + 1, created, deleting, request, other);
  }

  public Res requesting(String text) {
    return new Res(namespace, name, uid, generation, created, deleting, text, want);
  }

  public Res terminating() {
    return new Res(namespace, name, uid, generation + 1, created, true, request, want);
  }

  @Override
  public String toString() {
    return path()
        + " ("
        + uid
        + ", "
        + generation
        + (deleting ? ", terminating" : "")
        + (want.suspended() ? ", suspended" : "")
        + (request.isEmpty() ? "" : ", " + request)
        + "): "
        + want.endpoint()
        + " "
        + want.organization()
        + " by "
        + want.auth()
        + (want.account().isEmpty() ? "" : "#" + want.account())
        + " "
        + new TreeSet<>(want.parts());
  }

  /// At which endpoint it shows which credential.
  public String credential() {
    return want.endpoint() + " " + namespace + "/" + want.auth() + "#" + want.account();
  }

  /// Path of the Secret that holds its credential.
  public String authPath() {
    return namespace + "/" + want.auth();
  }

  /// Paths of the Secrets it references.
  public Set<String> secrets() {
    var names = new TreeSet<String>();
    names.add(namespace + "/" + want.auth());
    want.parts().forEach(part -> names.add(namespace + "/" + part.secret));
    return names;
  }
}
