namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>
/// What changing files hold, made anew only when their content is another. They are read each time, because a mounted secret changes
/// behind a symbolic link, where neither a watcher nor a time stamp is to be relied on. While they are being exchanged they may be
/// gone, half written or not fit together: then the last good content counts, and the cluster says when that is too old.
/// </summary>
/// <typeparam name="T">What is made of them.</typeparam>
/// <param name="read">Reads the files; throws InvalidDataException when they can't be read.</param>
/// <param name="make">Makes something of their content; throws InvalidDataException when it can't.</param>
internal sealed class Reread<T>(Func<string> read, Func<string, T> make)
    where T : class
{
    private readonly Lock gate = new();
    private string? content;
    private T? made;

    /// <summary>What the files say now: the same object for as long as they say the same.</summary>
    /// <exception cref="InvalidDataException">They never said anything that can be used.</exception>
    public T Current
    {
        get
        {
            lock (gate)
            {
                try
                {
                    var now = read();
                    if (made is null || now != content)
                    {
                        (made, content) = (make(now), now);
                    }
                }
                catch (InvalidDataException) when (made is not null)
                {
                    // The last good content counts.
                }

                return made;
            }
        }
    }
}
