namespace OpsConsole.SignIn.Oidc;

/// <summary>Why a sign-in at the provider came to nothing.</summary>
/// <param name="Status">The status of the page that says so.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Words">What happened and what to do, for the person.</param>
/// <param name="Reason">For the record. It repeats nothing that a stranger could have made up.</param>
internal sealed record OidcRefusal(int Status, string Title, string Words, string Reason)
{
    /// <summary>Whether it is on record already.</summary>
    public bool IsRecorded { get; private init; }

    private const string NotIn = "You are not signed in";

    /// <summary>The answer does not belong to a sign-in that this browser began.</summary>
    public static OidcRefusal State { get; } = new(StatusCodes.Status400BadRequest, NotIn,
        "This answer of the provider does not belong to a sign-in that this browser began: it may be old, used before, or another's.",
        "the state is missing, tampered with, old or used before");

    /// <summary>The answer names another provider.</summary>
    public static OidcRefusal Issuer { get; } = new(StatusCodes.Status400BadRequest, NotIn,
        "This answer is of another provider than the console asked.", "the answer names another issuer");

    /// <summary>The code is of no use any more.</summary>
    public static OidcRefusal Code { get; } = new(StatusCodes.Status400BadRequest, NotIn,
        "The provider no longer takes the code of this sign-in: it came too late, or was used before.", "the provider refused the code (invalid_grant)");

    /// <summary>The person, or the provider, said no.</summary>
    public static OidcRefusal Denied { get; } = new(StatusCodes.Status403Forbidden, NotIn,
        "The provider did not let you in, or you said no there.", "the provider answered access_denied");

    /// <summary>The provider names an error.</summary>
    /// <param name="error">Its name.</param>
    public static OidcRefusal Error(string error) => new(StatusCodes.Status502BadGateway, NotIn,
        $"The provider answered with an error: {error}. If it comes again, whoever runs the console must look at how the two know each other.", $"the provider answered {error}");

    /// <summary>The provider does not answer.</summary>
    /// <param name="why">Why.</param>
    public static OidcRefusal Silent(string why) => new(StatusCodes.Status503ServiceUnavailable, "Nobody can sign in now",
        $"The provider can't be asked. {why}", $"the provider can't be asked: {why}");

    /// <summary>What the provider sent is not believed.</summary>
    /// <param name="problem">Why.</param>
    public static OidcRefusal Unbelieved(string problem) => new(StatusCodes.Status403Forbidden, NotIn,
        $"What the provider sent is not believed: {problem}.", $"the provider's answer is not believed: {problem}");

    /// <summary>The person is known, but there is no session for them.</summary>
    /// <param name="words">Why.</param>
    public static OidcRefusal NoSession(string words) => new(StatusCodes.Status403Forbidden, NotIn, words, words) { IsRecorded = true };
}
