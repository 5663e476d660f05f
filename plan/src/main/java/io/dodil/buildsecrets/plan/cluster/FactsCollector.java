package io.dodil.buildsecrets.plan.cluster;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.kubeconfig.Kubeconfig;
import io.dodil.buildsecrets.kubernetes.client.Resources;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.plan.Facts;
import io.dodil.buildsecrets.plan.Others;
import io.dodil.buildsecrets.plan.SecretFacts;
import io.dodil.buildsecrets.plan.SecretFacts.Unread;
import io.dodil.buildsecrets.plan.TokenCheck;
import io.dodil.buildsecrets.plan.Unreadable;
import io.dodil.buildsecrets.plan.Validation;
import io.dodil.buildsecrets.plan.cluster.Cluster.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Looks at everything that plans are made from.
public final class FactsCollector implements AutoCloseable {

  private final Cluster cluster;
  private final boolean looksAtOthers;

  /// Of one cluster.
  ///
  /// @param looksAtOthers whether it matters what other resources there are
  public FactsCollector(Kubeconfig kubeconfig, boolean looksAtOthers) {
    this.cluster = new Cluster(kubeconfig);
    this.looksAtOthers = looksAtOthers;
  }

  /// One resource.
  public sealed interface Collected {

    record Ready(Facts facts) implements Collected {}

    /// Its spec can't be understood.
    record NoSense(Unreadable resource) implements Collected {}
  }

  /// Of resources in the cluster.
  public List<Collected> named(String namespace, List<String> names) throws CommandFailure {
    var all = new ArrayList<Collected>();
    for (var name : names) {
      all.add(
          switch (cluster.resource(namespace, name)) {
            case Seen.Found<BuildSecrets>(var found) -> inCluster(found);
            case Seen.Absent<BuildSecrets>() -> throw new CommandFailure(absent(namespace, name));
            case Seen.Refused<BuildSecrets>() ->
                throw new CommandFailure(
                    "you may not read BuildSecrets \"%s\"; ask: kubectl auth can-i get buildsecrets/%s -n %s"
                        .formatted(name, name, namespace));
            case Seen.Failed<BuildSecrets>() -> throw unread(name);
          });
    }
    return all;
  }

  private String absent(String namespace, String name) throws CommandFailure {
    return cluster.serves()
        ? "there is no BuildSecrets \"%s\" in namespace \"%s\"".formatted(name, namespace)
        : "the cluster has no BuildSecrets: install the CRD";
  }

  private static CommandFailure unread(String name) {
    return new CommandFailure("BuildSecrets \"%s\" could not be read".formatted(name));
  }

  private Collected inCluster(BuildSecrets found) throws CommandFailure {
    var validation = new Validation.Passed();
    var readable = Resources.resource(found);
    if (readable.isEmpty()) {
      return noSense(found, validation);
    }
    var resource = readable.get();
    return collected(resource, new Facts.Live.Found(resource), Manifests.none(), validation);
  }

  /// Of resources in files.
  public List<Collected> in(Manifests manifests) throws CommandFailure {
    var all = new ArrayList<Collected>();
    for (var tree : manifests.resources()) {
      var validation = new DryRun(cluster).of(tree);
      var filed = cluster.asRead(tree);
      var readable = Resources.resource(filed);
      all.add(
          readable.isEmpty()
              ? noSense(filed, validation)
              : inFile(readable.get(), manifests, validation));
    }
    return all;
  }

  private Collected inFile(Resource resource, Manifests manifests, Validation validation)
      throws CommandFailure {
    var live = live(resource);
    var applied = live.found().map(l -> asApplied(resource, l)).orElse(resource);
    return collected(applied, live, manifests, validation);
  }

  private static Collected noSense(BuildSecrets found, Validation validation) {
    var field = found.getUnreadable().orElse("spec");
    return new Collected.NoSense(new Unreadable(Resources.id(found), validation, field));
  }

  private Facts.Live live(Resource resource) throws CommandFailure {
    return switch (cluster.resource(resource.id().namespace(), resource.id().name())) {
      case Seen.Found<BuildSecrets>(var found) ->
          Resources.resource(found)
              .<Facts.Live>map(Facts.Live.Found::new)
              .orElseGet(Facts.Live.Absent::new);
      case Seen.Absent<BuildSecrets>() -> new Facts.Live.Absent();
      case Seen.Refused<BuildSecrets>() -> new Facts.Live.Hidden();
      case Seen.Failed<BuildSecrets>() -> throw unread(resource.id().name());
    };
  }

  /// Everything but the spec stays.
  private static Resource asApplied(Resource file, Resource live) {
    return new Resource(
        live.id(),
        live.generation(),
        live.created(),
        live.deleting(),
        live.syncRequest(),
        file.spec(),
        file.isTooLarge(),
        live.status());
  }

  private Collected collected(
      Resource resource, Facts.Live live, Manifests manifests, Validation validation)
      throws CommandFailure {
    return new Collected.Ready(
        new Facts(
            resource,
            live,
            secrets(resource, manifests),
            others(resource, manifests),
            validation,
            new TokenCheck.Unwanted()));
  }

  private SecretFacts secrets(Resource resource, Manifests manifests) throws CommandFailure {
    var namespace = resource.id().namespace();
    var found = new HashMap<String, SecretContent>();
    var unread = new TreeMap<String, Unread>();
    var fromFile = new TreeSet<String>();
    var encrypted = new TreeSet<String>();
    for (var name : resource.spec().secrets()) {
      var inFile = manifests.secret(namespace, name);
      var seen = cluster.secret(namespace, name);
      if (inFile.isPresent()) {
        var applied = asApplied(inFile.get(), seen);
        found.put(name, applied.orElse(inFile.get()));
        if (applied.isEmpty()) {
          fromFile.add(name);
        }
        continue;
      }
      boolean isEncrypted = manifests.holdsEncrypted(namespace, name);
      if (isEncrypted && !(seen instanceof Seen.Absent)) {
        encrypted.add(name);
      }
      switch (seen) {
        case Seen.Found<SecretContent>(var secret) -> found.put(name, secret);
        case Seen.Absent<SecretContent>() when isEncrypted -> unread.put(name, Unread.ENCRYPTED);
        case Seen.Absent<SecretContent>() when manifests.holdsMakerOf(namespace, name) ->
            unread.put(name, Unread.MADE_ELSEWHERE);
        case Seen.Absent<SecretContent>() -> {}
        case Seen.Refused<SecretContent>() -> unread.put(name, Unread.REFUSED);
        case Seen.Failed<SecretContent>() -> unread.put(name, Unread.FAILED);
      }
    }
    return new SecretFacts(found, unread, fromFile, encrypted);
  }

  /// The cluster's, if applying the file would leave it as it is.
  private static Optional<SecretContent> asApplied(
      SecretContent file, Seen<SecretContent> inCluster) {
    return inCluster instanceof Seen.Found<SecretContent>(var live)
            && live.type().equals(file.type())
            && live.data().equals(file.data())
            && live.labels().entrySet().containsAll(file.labels().entrySet())
        ? Optional.of(live)
        : Optional.empty();
  }

  /// As they will be when all of the file is applied.
  private Others others(Resource resource, Manifests manifests) throws CommandFailure {
    if (!looksAtOthers) {
      return new Others(Others.Scope.NOWHERE, List.of());
    }
    var seen = cluster.others(resource.id().namespace());
    var filed =
        manifests.resources().stream()
            .map(cluster::asRead)
            .flatMap(r -> Resources.resource(r).stream())
            .toList();
    var known = new TreeMap<String, Resource>();
    seen.resources().forEach(c -> known.put(c.id().path(), c));
    filed.forEach(c -> known.merge(c.id().path(), c, (live, file) -> asApplied(file, live)));
    return new Others(seen.scope(), List.copyOf(known.values()));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
