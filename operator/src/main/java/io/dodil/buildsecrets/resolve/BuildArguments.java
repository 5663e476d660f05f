package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSource;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Problem.EmptyExpansion;
import io.dodil.buildsecrets.model.Problem.Group;
import io.dodil.buildsecrets.model.Problem.InvalidArgumentNames;
import io.dodil.buildsecrets.model.Problem.InvalidValues;
import io.dodil.buildsecrets.model.Problem.ValueFlaw;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Makes `buildSecrets` of the request.
final class BuildArguments {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,252}");

  private final Secrets secrets;
  private final Set<Problem> problems;
  private final EntryMap entries;

  private BuildArguments(Secrets secrets, Set<Problem> problems) {
    this.secrets = secrets;
    this.problems = problems;
    this.entries = new EntryMap(Group.BUILD_SECRETS, UnaryOperator.identity(), problems);
  }

  static EntryMap resolve(BuildSecretsSpec spec, Secrets secrets, Set<Problem> problems) {
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
    int badNames = 0;
    int badValues = 0;
    for (var key : new TreeSet<>(secret.data().keySet())) {
      var name = name(source, key);
      if (!NAME.matcher(name).matches()) {
        badNames++;
      } else if (!entries.isExplicit(name)) {
        var value = Secrets.value(secret, key, Form.EXACT);
        badValues += value instanceof Found.Flawed ? 1 : 0;
        put(Origin.of(secret.name()), name, value);
      }
    }
    reportNames(secret, badNames);
    if (badValues > 0) {
      problems.add(new InvalidValues(secret.name(), badValues, ValueFlaw.NOT_UTF8));
    }
  }

  private void includeListed(BuildSecretsSource source, SecretContent secret) {
    int badNames = 0;
    for (var key : source.keys()) {
      var name = name(source, key);
      if (!entries.isExplicit(name)) {
        var value = Secrets.value(secret, key, Form.EXACT);
        report(value, source);
        boolean legal = NAME.matcher(name).matches();
        badNames += legal || value instanceof Found.Absent ? 0 : 1;
        if (legal) {
          put(new Origin(secret.name(), List.of(key)), name, value);
        }
      }
    }
    reportNames(secret, badNames);
  }

  private void put(Origin from, String name, Found<Sensitive> found) {
    if (found instanceof Found.Present<Sensitive>(var value)) {
      entries.putFrom(from, name, value);
    }
  }

  private void reportNames(SecretContent secret, int bad) {
    if (bad > 0) {
      problems.add(new InvalidArgumentNames(secret.name(), bad));
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
