package io.stowage.server.session;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;

/**
 * Why a handshake is refused.
 *
 * @param result for programs.
 * @param reason behind it.
 * @param detail one line for people: what is wrong and what to do.
 */
public record Refusal(ResultCode result, Reason reason, String detail) {}
