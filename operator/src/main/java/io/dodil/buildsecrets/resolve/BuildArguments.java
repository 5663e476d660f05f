package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSource;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.model.Problem.EmptyExpansion;
import io.dodil.buildsecrets.model.Problem.Group;
import io.dodil.buildsecrets.model.Problem.InvalidArgumentName;
import io.dodil.buildsecrets.model.Problem.InvalidArgumentNames;
import io.dodil.buildsecrets.model.Problem.InvalidSecret;
import io.dodil.buildsecrets.model.Problem.InvalidValues;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.SecretFlaw;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.ValueFlaw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Makes `buildSecrets` of the request.
final class BuildArguments {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,252}");

  private final Secrets secrets;
  private final Problems problems;
  private final EntryMap entries;

  private BuildArguments(Secrets secrets, Problems problems) {
    this.secrets = secrets;
    this.problems = problems;
    this.entries = new EntryMap(Group.BUILD_SECRETS, UnaryOperator.identity(), problems);
  }

  static EntryMap resolve(BuildSecretsSpec spec, Secrets secrets, Problems problems) {
    var arguments = new BuildArguments(secrets, problems);
    for (var secret : spec.buildSecrets()) {
      var ref = secret.secretKeyRef();
      var value = secrets.get(ref.name()).then(s -> Secrets.value(s, ref.key(), Form.EXACT));
      arguments.entries.put(secret.name(), value, ref.mayBeAbsent());
    }
    spec.buildSecretsFrom().forEach(arguments::include);
    return arguments.entries;
  }

  private void include(BuildSecretsSource source) {
    var found = secrets.get(source.secretRef().name());
    if (!(found instanceof Found.Present<SecretContent>(var secret))) {
      report(found, source);
    } else if (source.keys().isEmpty()) {
      includeAll(source, secret);
    } else {
      includeListed(source, secret);
    }
  }

  /// Its keys came from data, so problems speak of their number.
  private void includeAll(BuildSecretsSource source, SecretContent secret) {
    if (secret.data().isEmpty()) {
      problems.add(new EmptyExpansion(secret.name(), Group.BUILD_SECRETS));
    }
    var badNames = new ArrayList<String>();
    var badValues = new LinkedHashMap<ValueFlaw, List<String>>();
    boolean others = false;
    for (var key : new TreeSet<>(secret.data().keySet())) {
      var name = name(source, key);
      var flaw = Form.EXACT.flaw(secret.value(key).orElseThrow());
      if (!NAME.matcher(name).matches()) {
        badNames.add(key);
      } else if (!entries.isExplicit(name)) {
        flaw.ifPresent(f -> badValues.computeIfAbsent(f, _ -> new ArrayList<>()).add(key));
        others |= flaw.isEmpty();
        put(Origin.of(secret.name()), name, Secrets.value(secret, key, Form.EXACT));
      }
    }
    if (!badNames.isEmpty() && Secrets.isOnlyDockerConfig(secret)) {
      problems.add(new InvalidSecret(secret.name(), SecretFlaw.DOCKER_CONFIG_AS_ARGUMENTS));
    } else if (!badNames.isEmpty()) {
      problems.add(
          new InvalidArgumentNames(
              secret.name(), badNames.size(), others, isMendedByPrefix(source, badNames)),
          badNames);
    }
    for (var bad : badValues.entrySet()) {
      var keys = bad.getValue();
      problems.add(new InvalidValues(secret.name(), keys.size(), bad.getKey(), others), keys);
    }
  }

  private void includeListed(BuildSecretsSource source, SecretContent secret) {
    for (var key : source.keys()) {
      var name = name(source, key);
      if (!entries.isExplicit(name)) {
        var value = Secrets.value(secret, key, Form.EXACT);
        report(value, source);
        if (NAME.matcher(name).matches()) {
          put(new Origin(secret.name(), List.of(key)), name, value);
        } else if (!(value instanceof Found.Absent)) {
          problems.add(
              new InvalidArgumentName(secret.name(), key, isMendedByPrefix(source, List.of(key))));
        }
      }
    }
  }

  /// A name that is bad in spite of a prefix is too long.
  private static boolean isMendedByPrefix(BuildSecretsSource source, List<String> keys) {
    return source.prefix() == null
        && keys.stream().allMatch(key -> NAME.matcher("_" + key).matches());
  }

  private void put(Origin from, String name, Found<Sensitive> found) {
    if (found instanceof Found.Present<Sensitive>(var value)) {
      entries.putFrom(from, name, value);
    }
  }

  private void report(Found<?> found, BuildSecretsSource source) {
    if (!(found instanceof Found.Absent && source.secretRef().mayBeAbsent())) {
      problems.addAll(found.problems());
    }
  }

  private static String name(BuildSecretsSource source, String key) {
    return Objects.requireNonNullElse(source.prefix(), "") + key;
  }
}
