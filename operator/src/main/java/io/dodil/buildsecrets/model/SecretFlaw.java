package io.dodil.buildsecrets.model;

/// What is wrong with a Secret as a whole.
public enum SecretFlaw {
  /// user name and password in two keys, where a docker config is expected
  LOGIN_IN_TWO_KEYS,
  /// a docker config, where build arguments are expected
  DOCKER_CONFIG_AS_ARGUMENTS,
  DOCKER_CONFIG_NOT_JSON,
  DOCKER_CONFIG_NOT_AN_OBJECT,
  DOCKER_CONFIG_BYTE_ORDER_MARK,
  /// base64 of a docker config
  DOCKER_CONFIG_ENCODED_TWICE,
  /// other JSON that holds the text of a docker config
  DOCKER_CONFIG_WRAPPED,
  DOCKER_CONFIG_WITHOUT_AUTHS,
  /// the format of `.dockercfg` under another key
  DOCKER_CONFIG_FLAT,
  /// the format of `.dockerconfigjson` under `.dockercfg`
  DOCKER_CONFIG_NOT_FLAT,
  DOCKER_CONFIG_HELPERS_ONLY,
  SSH_KEY,
  GITHUB_APP
}
