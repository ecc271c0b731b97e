namespace OpsConsole.Access;

/// <summary>What people are for. A role is granted by a <see cref="Grant"/>; no role contains another, but <see cref="Actions"/> says who may do what.</summary>
public enum Role
{
    /// <summary>Sees the live state.</summary>
    Viewer,

    /// <summary>Acknowledges, walks runbooks, silences within limits.</summary>
    Responder,

    /// <summary>Runs guarded actions.</summary>
    Operator,

    /// <summary>Agrees to what others ask for.</summary>
    Approver,

    /// <summary>Reads the audit; sees everything and can do nothing else.</summary>
    Auditor,

    /// <summary>Everything.</summary>
    Admin,
}
