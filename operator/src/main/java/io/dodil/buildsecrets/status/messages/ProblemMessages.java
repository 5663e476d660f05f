package io.dodil.buildsecrets.status.messages;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Problem.AmbiguousRegistry;
import io.dodil.buildsecrets.model.Problem.Ban;
import io.dodil.buildsecrets.model.Problem.ClientKeyNotFound;
import io.dodil.buildsecrets.model.Problem.ConflictingSources;
import io.dodil.buildsecrets.model.Problem.DockerConfigNotFound;
import io.dodil.buildsecrets.model.Problem.DockerConfigsDiffer;
import io.dodil.buildsecrets.model.Problem.EmptyExpansion;
import io.dodil.buildsecrets.model.Problem.EmptyPayload;
import io.dodil.buildsecrets.model.Problem.EmptySecret;
import io.dodil.buildsecrets.model.Problem.Group;
import io.dodil.buildsecrets.model.Problem.InvalidArgumentName;
import io.dodil.buildsecrets.model.Problem.InvalidArgumentNames;
import io.dodil.buildsecrets.model.Problem.InvalidEntries;
import io.dodil.buildsecrets.model.Problem.InvalidEntry;
import io.dodil.buildsecrets.model.Problem.InvalidGitUsername;
import io.dodil.buildsecrets.model.Problem.InvalidRegistryUsername;
import io.dodil.buildsecrets.model.Problem.InvalidSecret;
import io.dodil.buildsecrets.model.Problem.InvalidValue;
import io.dodil.buildsecrets.model.Problem.InvalidValues;
import io.dodil.buildsecrets.model.Problem.LoginKeysNotFound;
import io.dodil.buildsecrets.model.Problem.PasswordKeyNotFound;
import io.dodil.buildsecrets.model.Problem.RegistryEntryNotFound;
import io.dodil.buildsecrets.model.Problem.RequestTooLarge;
import io.dodil.buildsecrets.model.Problem.SameRegistryTwice;
import io.dodil.buildsecrets.model.Problem.SecretForbidden;
import io.dodil.buildsecrets.model.Problem.SecretKeyNotFound;
import io.dodil.buildsecrets.model.Problem.SecretNotFound;
import io.dodil.buildsecrets.model.Problem.SecretsTooLarge;
import io.dodil.buildsecrets.model.Problem.UnknownAuth;
import io.dodil.buildsecrets.model.Problem.UsernameKeyNotFound;

/// The sentence of each problem. Names that are quoted are written in the spec.
public final class ProblemMessages {

  private ProblemMessages() {}

  public static Message of(Problem problem) {
    return switch (problem) {
      case SecretNotFound(var secret) ->
          new Message(Reason.SECRET_NOT_FOUND, "Secret \"%s\" not found".formatted(secret));
      case SecretKeyNotFound(var secret, var key) ->
          new Message(
              Reason.SECRET_KEY_NOT_FOUND,
              "Secret \"%s\" has no key \"%s\"".formatted(secret, key));
      case LoginKeysNotFound(var secret, var user, var password) ->
          new Message(
              Reason.SECRET_KEY_NOT_FOUND,
              "Secret \"%s\" has neither key \"%s\" nor key \"%s\": name its keys in usernameKey (or write the user name into username) and passwordKey"
                  .formatted(secret, user, password));
      case UsernameKeyNotFound(var secret, var key) ->
          new Message(
              Reason.SECRET_KEY_NOT_FOUND,
              "Secret \"%s\" has no key \"%s\": name its key for the user name in usernameKey, or write the user name into username"
                  .formatted(secret, key));
      case PasswordKeyNotFound(var secret, var key) ->
          new Message(
              Reason.SECRET_KEY_NOT_FOUND,
              "Secret \"%s\" has no key \"%s\": name its key for the password or token in passwordKey"
                  .formatted(secret, key));
      case ClientKeyNotFound(var secret, var key, var field) ->
          new Message(
              Reason.SECRET_KEY_NOT_FOUND,
              "Secret \"%s\" has no key \"%s\": name the right key in %s"
                  .formatted(secret, key, field));
      case DockerConfigNotFound(var secret) ->
          new Message(
              Reason.SECRET_KEY_NOT_FOUND,
              "Secret \"%s\" holds no docker config: it has none of the keys .dockerconfigjson, config.json and .dockercfg"
                  .formatted(secret));
      case RegistryEntryNotFound(var secret, var registry) ->
          new Message(
              Reason.SECRET_KEY_NOT_FOUND,
              "Secret \"%s\" has no entry for registry \"%s\"".formatted(secret, registry));
      case SecretForbidden(var secret, var ban) ->
          new Message(Reason.SECRET_FORBIDDEN, forbidden(secret, ban));
      case ConflictingSources(var secret, var other, var group) ->
          new Message(Reason.DUPLICATE_ENTRY, conflict(secret, other, group));
      case DockerConfigsDiffer(var secret) ->
          new Message(
              Reason.DUPLICATE_ENTRY,
              "Secret \"%s\" holds docker configs under several keys, and they differ: keep one of them"
                  .formatted(secret));
      case SameRegistryTwice(var registry, var other) ->
          new Message(
              Reason.DUPLICATE_ENTRY,
              "registryCredentials \"%s\" and \"%s\" are the same registry: remove one of them"
                  .formatted(registry, other));
      case AmbiguousRegistry(var secret, var registry, int count) ->
          new Message(
              Reason.DUPLICATE_ENTRY,
              "Secret \"%s\" has %d different entries that match registry \"%s\", and none is exactly it: write it as one of them does"
                  .formatted(secret, count, registry));
      case EmptyExpansion(var secret, var group) ->
          new Message(Reason.EMPTY_PAYLOAD, emptyExpansion(secret, group));
      case EmptySecret(var secret) ->
          new Message(
              Reason.EMPTY_PAYLOAD,
              "Secret \"%s\" holds empty values only: it has not been filled yet"
                  .formatted(secret));
      case EmptyPayload() ->
          new Message(
              Reason.EMPTY_PAYLOAD,
              "nothing is left to save: every reference is optional and absent");
      case RequestTooLarge(long limit) ->
          new Message(
              Reason.PAYLOAD_TOO_LARGE,
              "the request would be larger than %s".formatted(bytes(limit)));
      case SecretsTooLarge(long limit) ->
          new Message(
              Reason.PAYLOAD_TOO_LARGE,
              "the referenced Secrets are larger than %s together".formatted(bytes(limit)));
      case InvalidValue(var secret, var key, var flaw) ->
          invalid(
              "Secret \"%s\": the value of key \"%s\" %s"
                  .formatted(secret, key, FlawPhrases.is(flaw)));
      case InvalidValues(var secret, int count, var flaw, boolean others) ->
          invalid(
              "Secret \"%s\" holds %s%s"
                  .formatted(
                      secret,
                      count == 1
                          ? "1 value that " + FlawPhrases.is(flaw)
                          : count + " values that " + FlawPhrases.are(flaw),
                      others ? ": list the others in keys" : ""));
      case InvalidGitUsername(var flaw) ->
          invalid("gitCredentials.username " + FlawPhrases.is(flaw));
      case InvalidRegistryUsername(var registry, var flaw) ->
          invalid(
              "username of registryCredentials \"%s\" %s"
                  .formatted(registry, FlawPhrases.is(flaw)));
      case InvalidSecret(var secret, var flaw) ->
          invalid("Secret \"%s\" %s".formatted(secret, FlawPhrases.holds(flaw)));
      case InvalidEntry(var secret, var registry, var flaw) ->
          invalid(
              "Secret \"%s\": the entry for registry \"%s\" is one %s"
                  .formatted(secret, registry, FlawPhrases.with(flaw)));
      case InvalidEntries(var secret, int count, var flaw, boolean others) ->
          invalid(
              "Secret \"%s\" holds %s %s%s"
                  .formatted(
                      secret,
                      count(count, "entry", "entries"),
                      FlawPhrases.with(flaw),
                      others ? ": list the others in registries" : ""));
      case InvalidArgumentName(var secret, var key, boolean prefix) ->
          invalid(
              "Secret \"%s\": key \"%s\" can't be the name of a build argument%s"
                  .formatted(secret, key, prefix ? ": set a prefix" : ""));
      case InvalidArgumentNames(var secret, int count, boolean others, boolean prefix) ->
          invalid(
              "Secret \"%s\" holds %s that can't be %s%s"
                  .formatted(
                      secret,
                      count(count, "key", "keys"),
                      count == 1 ? "the name of a build argument" : "names of build arguments",
                      wayOut(others, prefix)));
      case UnknownAuth() ->
          invalid("spec.auth is of a kind that this version of the operator does not know");
    };
  }

  private static String wayOut(boolean others, boolean prefix) {
    if (others) {
      return ": list the others in keys" + (prefix ? ", or set a prefix" : "");
    }
    return prefix ? ": set a prefix" : "";
  }

  private static Message invalid(String sentence) {
    return new Message(Reason.INVALID_SECRET_DATA, sentence);
  }

  private static String count(int n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }

  private static String forbidden(String secret, Ban ban) {
    return switch (ban) {
      case TYPE ->
          "Secret \"%s\" is of a type that belongs to the cluster and may not be saved"
              .formatted(secret);
      case SELECTOR ->
          "Secret \"%s\" lacks the labels that the operator's secretSelector asks for"
              .formatted(secret);
    };
  }

  private static String conflict(String secret, String other, Group group) {
    boolean one = secret.equals(other);
    return "%s the same %s: say in %s%s which one counts"
        .formatted(
            one
                ? "Secret \"%s\" holds".formatted(secret)
                : "Secrets \"%s\" and \"%s\" hold".formatted(secret, other),
            switch (group) {
              case REGISTRIES ->
                  one
                      ? "registry in several spellings with different logins"
                      : "registry with different logins";
              case BUILD_SECRETS -> "build secret with different values";
            },
            switch (group) {
              case REGISTRIES -> "registryCredentials";
              case BUILD_SECRETS -> "buildSecrets";
            },
            one && group == Group.REGISTRIES ? " or registries" : "");
  }

  private static String emptyExpansion(String secret, Group group) {
    var what =
        switch (group) {
          case REGISTRIES -> "registries";
          case BUILD_SECRETS -> "build secrets";
        };
    return "Secret \"%s\" holds no %s yet".formatted(secret, what);
  }

  private static String bytes(long limit) {
    return limit % (1 << 20) == 0 ? (limit >> 20) + " MiB" : limit + " bytes";
  }
}
