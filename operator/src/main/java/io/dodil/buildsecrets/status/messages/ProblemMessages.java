package io.dodil.buildsecrets.status.messages;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Problem.AmbiguousRegistry;
import io.dodil.buildsecrets.model.Problem.Ban;
import io.dodil.buildsecrets.model.Problem.ConflictingSources;
import io.dodil.buildsecrets.model.Problem.EmptyExpansion;
import io.dodil.buildsecrets.model.Problem.EmptyPayload;
import io.dodil.buildsecrets.model.Problem.EntryFlaw;
import io.dodil.buildsecrets.model.Problem.Group;
import io.dodil.buildsecrets.model.Problem.InvalidArgumentNames;
import io.dodil.buildsecrets.model.Problem.InvalidEntries;
import io.dodil.buildsecrets.model.Problem.InvalidEntry;
import io.dodil.buildsecrets.model.Problem.InvalidGitUsername;
import io.dodil.buildsecrets.model.Problem.InvalidSecret;
import io.dodil.buildsecrets.model.Problem.InvalidValue;
import io.dodil.buildsecrets.model.Problem.InvalidValues;
import io.dodil.buildsecrets.model.Problem.RegistryEntryNotFound;
import io.dodil.buildsecrets.model.Problem.RequestTooLarge;
import io.dodil.buildsecrets.model.Problem.SameRegistryTwice;
import io.dodil.buildsecrets.model.Problem.SecretFlaw;
import io.dodil.buildsecrets.model.Problem.SecretForbidden;
import io.dodil.buildsecrets.model.Problem.SecretKeyNotFound;
import io.dodil.buildsecrets.model.Problem.SecretNotFound;
import io.dodil.buildsecrets.model.Problem.SecretsTooLarge;
import io.dodil.buildsecrets.model.Problem.UnknownAuth;
import io.dodil.buildsecrets.model.Problem.ValueFlaw;

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
      case RegistryEntryNotFound(var secret, var registry) ->
          new Message(
              Reason.SECRET_KEY_NOT_FOUND,
              "Secret \"%s\" has no entry for registry \"%s\"".formatted(secret, registry));
      case SecretForbidden(var secret, var ban) ->
          new Message(Reason.SECRET_FORBIDDEN, forbidden(secret, ban));
      case ConflictingSources(var secret, var other, var group) ->
          new Message(Reason.DUPLICATE_ENTRY, conflict(secret, other, group));
      case SameRegistryTwice(var registry, var other) ->
          new Message(
              Reason.DUPLICATE_ENTRY,
              "registryCredentials \"%s\" and \"%s\" are the same registry"
                  .formatted(registry, other));
      case AmbiguousRegistry(var secret, var registry, int count) ->
          new Message(
              Reason.DUPLICATE_ENTRY,
              "Secret \"%s\" has %d entries that match registry \"%s\", and none is exactly it"
                  .formatted(secret, count, registry));
      case EmptyExpansion(var secret, var group) ->
          new Message(Reason.EMPTY_PAYLOAD, emptyExpansion(secret, group));
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
          invalid("Secret \"%s\": the value of key \"%s\" %s".formatted(secret, key, is(flaw)));
      case InvalidValues(var secret, int count, var flaw) ->
          invalid(
              "Secret \"%s\" holds %s, of which each %s"
                  .formatted(secret, count(count, "unusable value", "unusable values"), is(flaw)));
      case InvalidGitUsername(var flaw) -> invalid("gitCredentials.username " + is(flaw));
      case InvalidSecret(var secret, var flaw) ->
          invalid("Secret \"%s\" %s".formatted(secret, holds(flaw)));
      case InvalidEntry(var secret, var registry, var flaw) ->
          invalid(
              "Secret \"%s\": the entry for registry \"%s\" is one %s"
                  .formatted(secret, registry, with(flaw)));
      case InvalidEntries(var secret, int count, var flaw) ->
          invalid(
              "Secret \"%s\" holds %s %s; list the others in registries"
                  .formatted(secret, count(count, "entry", "entries"), with(flaw)));
      case InvalidArgumentNames(var secret, int count) ->
          invalid(
              count == 1
                  ? "Secret \"%s\" holds 1 key that is not a valid build argument name"
                      .formatted(secret)
                  : "Secret \"%s\" holds %d keys that are not valid build argument names"
                      .formatted(secret, count));
      case UnknownAuth() ->
          invalid("spec.auth is of a kind that this version of the operator does not know");
    };
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
    var what =
        switch (group) {
          case REGISTRIES -> "the same registry with different logins";
          case BUILD_SECRETS -> "the same build secret with different values";
        };
    return "Secrets \"%s\" and \"%s\" hold %s".formatted(secret, other, what);
  }

  private static String emptyExpansion(String secret, Group group) {
    var what =
        switch (group) {
          case REGISTRIES -> "registries";
          case BUILD_SECRETS -> "build secrets";
        };
    return "Secret \"%s\" holds no %s".formatted(secret, what);
  }

  private static String is(ValueFlaw flaw) {
    return switch (flaw) {
      case NOT_UTF8 -> "is not UTF-8 text";
      case EMPTY -> "is empty";
      case ILLEGAL_CHARACTER -> "holds a character that is not allowed there";
      case NOT_BASE64_LOGIN -> "is not base64 of user:token";
      case TOKEN_TOO_LONG -> "is a token of more than 16 KiB";
    };
  }

  private static String holds(SecretFlaw flaw) {
    return switch (flaw) {
      case NOT_A_DOCKER_CONFIG ->
          "is not a docker config: its type must be kubernetes.io/dockerconfigjson or"
              + " kubernetes.io/dockercfg";
      case DOCKER_CONFIG_MALFORMED -> "holds a docker config that can't be read";
      case DOCKER_CONFIG_HELPERS_ONLY ->
          "holds a docker config with credential helpers and no logins";
      case SSH_KEY -> "holds an SSH key; builds take a user name and a token only";
    };
  }

  private static String with(EntryFlaw flaw) {
    return switch (flaw) {
      case MALFORMED -> "that can't be read";
      case IDENTITY_TOKEN -> "with an identity token, which builds can't use";
      case NO_LOGIN -> "without user or password";
      case EMPTY_REGISTRY -> "without a registry";
    };
  }

  private static String bytes(long limit) {
    return limit % (1 << 20) == 0 ? (limit >> 20) + " MiB" : limit + " bytes";
  }
}
