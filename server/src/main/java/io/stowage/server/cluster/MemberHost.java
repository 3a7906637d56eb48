package io.stowage.server.cluster;

import org.agrona.ErrorHandler;

/**
 * What a member's service shares with its host, and what stays when the member leaves the cluster and joins it again.
 *
 * @param failure      what stops the member.
 * @param figures      what others may see of it.
 * @param handOver     how it lets another one lead.
 * @param maintenance  when it has to.
 * @param names        where the members are.
 * @param voice        how it speaks to the other members.
 * @param errorHandler told what does not stop it.
 */
record MemberHost(
        MemberFailure failure,
        MemberFigures figures,
        HandOver handOver,
        MaintenanceWatch maintenance,
        MemberNames names,
        MemberVoice voice,
        ErrorHandler errorHandler) {}
