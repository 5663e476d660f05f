package io.dodil.buildsecrets.status.messages;

import io.dodil.buildsecrets.model.EntryFlaw;
import io.dodil.buildsecrets.model.SecretFlaw;
import io.dodil.buildsecrets.model.ValueFlaw;

/// What is wrong with values, entries and Secrets, as ends of sentences.
final class FlawPhrases {

  private FlawPhrases() {}

  /// Of one value.
  static String is(ValueFlaw flaw) {
    return switch (flaw) {
      case ValueFlaw.ForbiddenCharacter(var name) ->
          "holds the character %s, which is not allowed there".formatted(name);
      case ValueFlaw.Plain plain ->
          switch (plain) {
            case NOT_UTF8 -> "is not UTF-8 text";
            case NOT_ASCII -> "holds a character that is not printable ASCII";
            case EMPTY -> "is empty";
            case EMPTY_USER -> "is empty: write the user name into username, in place of its key";
            case NOT_BASE64 -> "is not base64 of user:token";
            case NO_COLON -> "is base64 of a text without colon, not of user:token";
            case ENCODED_TWICE -> "was encoded with base64 twice: once is right";
            case HALF_A_LOGIN -> "is base64 of user:token in which the user or the token is empty";
            case BEARER_PREFIX -> "begins with \"Bearer\": put the token alone into it";
            case TOKEN_TOO_LONG -> "is a token of more than 16 KiB";
          };
    };
  }

  /// Of several values.
  static String are(ValueFlaw flaw) {
    return is(flaw).replaceFirst("^is ", "are ").replaceFirst("^holds ", "hold ");
  }

  /// Of a Secret.
  static String holds(SecretFlaw flaw) {
    return switch (flaw) {
      case LOGIN_IN_TWO_KEYS ->
          "holds user name and password, not a docker config: reference it in registryCredentials";
      case DOCKER_CONFIG_AS_ARGUMENTS ->
          "holds a docker config: reference it in registryCredentialsFrom, not in"
              + " buildSecretsFrom";
      case DOCKER_CONFIG_NOT_JSON -> "holds a docker config that is not valid JSON";
      case DOCKER_CONFIG_NOT_AN_OBJECT ->
          "holds a docker config that is no JSON object with an object \"auths\"";
      case DOCKER_CONFIG_BYTE_ORDER_MARK ->
          "holds a docker config that begins with the character BYTE ORDER MARK (U+FEFF): save it"
              + " without";
      case DOCKER_CONFIG_ENCODED_TWICE ->
          "holds a docker config that was encoded with base64 twice: once is right";
      case DOCKER_CONFIG_WRAPPED ->
          "holds a docker config without \"auths\": other JSON is wrapped around its text, which"
              + " must stand alone";
      case DOCKER_CONFIG_WITHOUT_AUTHS -> "holds a docker config without \"auths\"";
      case DOCKER_CONFIG_FLAT ->
          "holds a docker config without \"auths\": put its entries, which are at the top level as"
              + " in the format of .dockercfg, into \"auths\"";
      case DOCKER_CONFIG_NOT_FLAT ->
          "holds the format of .dockerconfigjson, with \"auths\", under the key .dockercfg: put it"
              + " under .dockerconfigjson";
      case DOCKER_CONFIG_HELPERS_ONLY ->
          "holds a docker config with credential helpers and no logins";
      case SSH_KEY -> "holds an SSH key; builds take a user name and a token only";
      case GITHUB_APP -> "holds the key of a GitHub App; builds take a user name and a token only";
    };
  }

  /// Of one or more entries of a docker config.
  static String with(EntryFlaw flaw) {
    return switch (flaw) {
      case EntryFlaw.ForbiddenCharacter(var name) ->
          "with the character %s in user name or password".formatted(name);
      case EntryFlaw.ForbiddenInRegistry(var name) ->
          "with the character %s in the registry's name".formatted(name);
      case EntryFlaw.Plain plain ->
          switch (plain) {
            case NOT_AN_OBJECT -> "without a JSON object as its value";
            case NOT_A_STRING -> "with a field that is not a text";
            case NOT_UNICODE -> "with text that is not valid Unicode";
            case NOT_BASE64 -> "with an \"auth\" that is not base64 of user:token";
            case NO_COLON ->
                "with an \"auth\" that is base64 of a text without colon, not of user:token";
            case ENCODED_TWICE -> "with an \"auth\" that was encoded with base64 twice";
            case IDENTITY_TOKEN -> "with an identity token, which builds can't use";
            case NO_LOGIN -> "without user or password";
            case EMPTY_REGISTRY -> "without a registry";
          };
    };
  }
}
