namespace OpsConsole.Upstream.Kubernetes;

/// <summary>The body of a failure, of a delete's answer and of a watch's ERROR.</summary>
internal sealed class StatusDto
{
    public string? Status { get; set; }

    public string? Message { get; set; }

    public string? Reason { get; set; }

    public int? Code { get; set; }

    public StatusDetailsDto? Details { get; set; }

    public KubernetesStatus AsStatus(int code, TimeSpan? retryAfter) => new(Code is { } own and not 0 ? own : code, Reason, Message ?? string.Empty)
    {
        Causes = [.. (Details?.Causes ?? []).Select(cause => new KubernetesCause(cause.Reason ?? string.Empty, cause.Message ?? string.Empty, cause.Field))],
        RetryAfter = Details?.RetryAfterSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : retryAfter,
        Uid = Details?.Uid,
    };
}

internal sealed class StatusDetailsDto
{
    public string? Uid { get; set; }

    public int? RetryAfterSeconds { get; set; }

    public List<CauseDto>? Causes { get; set; }
}

internal sealed class CauseDto
{
    public string? Reason { get; set; }

    public string? Message { get; set; }

    public string? Field { get; set; }
}
