package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.RegistryCredential;
import io.dodil.buildsecrets.api.v1alpha1.RegistryCredentialsSource;
import io.dodil.buildsecrets.api.v1alpha1.SecretRef;
import io.dodil.buildsecrets.model.EntryFlaw;
import io.dodil.buildsecrets.model.Problem.EmptyExpansion;
import io.dodil.buildsecrets.model.Problem.Group;
import io.dodil.buildsecrets.model.Problem.InvalidEntries;
import io.dodil.buildsecrets.model.Problem.InvalidEntry;
import io.dodil.buildsecrets.model.Problem.SameRegistryTwice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;

/// Makes `registryCredentials` of the request.
final class Registries {

  private final Secrets secrets;
  private final Problems problems;
  private final EntryMap entries;

  private Registries(Secrets secrets, Problems problems) {
    this.secrets = secrets;
    this.problems = problems;
    this.entries = new EntryMap(Group.REGISTRIES, RegistryKey::normalized, problems);
  }

  static EntryMap resolve(BuildSecretsSpec spec, Secrets secrets, Problems problems) {
    var registries = new Registries(secrets, problems);
    registries.putAll(spec.registryCredentials());
    spec.registryCredentialsFrom().forEach(registries::include);
    return registries.entries;
  }

  private void putAll(List<RegistryCredential> credentials) {
    var spellings = new HashMap<String, String>();
    var logins = new RegistryLogins(secrets);
    for (var credential : credentials) {
      var registry = credential.registry();
      var first = spellings.putIfAbsent(RegistryKey.normalized(registry), registry);
      if (first != null) {
        problems.add(new SameRegistryTwice(first, registry));
      }
      entries.put(
          RegistryKey.sent(registry),
          logins.find(credential),
          credential.secretRef().mayBeAbsent());
    }
  }

  private void include(RegistryCredentialsSource source) {
    var ref = source.secretRef();
    var found = secrets.get(ref.name()).then(secrets::dockerConfig);
    if (!(found instanceof Found.Present<DockerConfig>(var config))) {
      report(found, ref);
    } else if (source.registries().isEmpty()) {
      includeAll(ref.name(), config);
    } else {
      source.registries().forEach(registry -> includeOne(ref, config, registry));
    }
  }

  private void includeOne(SecretRef ref, DockerConfig config, String registry) {
    var key = config.key(ref.name(), registry);
    if (!(key instanceof Found.Present<String>(var name))) {
      report(key, ref);
    } else if (!entries.isExplicit(name)) {
      switch (config.entry(name)) {
        case DockerEntry.Usable(var login) ->
            entries.putFrom(Origin.of(ref.name()), RegistryKey.sent(name), login.encoded());
        case DockerEntry.Unusable(var flaw) ->
            problems.add(new InvalidEntry(ref.name(), registry, flaw));
      }
    }
  }

  private void includeAll(String secret, DockerConfig config) {
    if (config.keys().isEmpty()) {
      problems.add(new EmptyExpansion(secret, Group.REGISTRIES));
    }
    var flaws = new LinkedHashMap<EntryFlaw, List<String>>();
    boolean others = false;
    for (var name : config.keys()) {
      if (!entries.isExplicit(name)) {
        switch (config.entry(name)) {
          case DockerEntry.Usable(var login) -> {
            others = true;
            entries.putFrom(Origin.of(secret), RegistryKey.sent(name), login.encoded());
          }
          case DockerEntry.Unusable(var flaw) ->
              flaws.computeIfAbsent(flaw, _ -> new ArrayList<>()).add(name);
        }
      }
    }
    for (var flawed : flaws.entrySet()) {
      var names = flawed.getValue();
      problems.add(new InvalidEntries(secret, names.size(), flawed.getKey(), others), names);
    }
  }

  private void report(Found<?> found, SecretRef ref) {
    if (!(found instanceof Found.Absent && ref.mayBeAbsent())) {
      problems.addAll(found.problems());
    }
  }
}
