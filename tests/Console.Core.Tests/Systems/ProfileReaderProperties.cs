using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

/// <summary>Whatever is done to a profile, reading it gives a profile or problems; it never throws and never takes long.</summary>
public sealed class ProfileReaderProperties
{
    private static readonly string[] Pieces =
    [
        ":", "- ", "{", "}", "[", "]", "'", "\"", "|", ">", "&a", "*a", "!!binary ", "<<: ", "\t", "\n", "  ", "#", "---\n", "...\n", "%YAML 1.2\n", "? ", "null", "~", "\0", "\u0085",
        "\uFFFE", "é", "0", "-1", "1e999", "99999999999999999999", "10 minutes", "$window", "((((", "\\x", "title: X\n", "\"\\uD800\"", "=~\"(\"", "x=~\"[\"", "\r",
    ];

    private static readonly Gen<Edit> Edits =
        from kind in Gen.Choose(0, 3)
        from at in Gen.Choose(0, SampleProfile.Text.Length)
        from length in Gen.Choose(0, 40)
        from piece in Gen.Elements(Pieces)
        select new Edit(kind, at, length, piece);

    [Fact]
    public void A_mangled_profile_loads_or_gives_problems() => Prop.ForAll(
        Edits.ListOf().Select(edits => edits.Take(5).Aggregate(SampleProfile.Text, (text, edit) => edit.Apply(text))).ToArbitrary(),
        text => Explained(SampleProfile.Read(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Random_bytes_load_or_give_problems() => Prop.ForAll(
        Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf().ToArbitrary(),
        bytes => Explained(ProfileReader.Read(SampleProfile.File, bytes))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Random_pieces_of_yaml_load_or_give_problems() => Prop.ForAll(
        Gen.Elements(Pieces).ArrayOf().Select(string.Concat).ToArbitrary(),
        text => Explained(SampleProfile.Read(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static bool Explained(Result<LoadedSystem> read) => read.IsOk
        || read.Problems.All(problem => problem.Where.StartsWith(SampleProfile.File, StringComparison.Ordinal) && problem.What.Length is > 10 and < 600);

    private sealed record Edit(int Kind, int At, int Length, string Piece)
    {
        public string Apply(string text)
        {
            var at = Math.Min(At, text.Length);
            var end = Math.Min(at + Length, text.Length);
            return Kind switch
            {
                0 => text.Insert(at, Piece),
                1 => text.Remove(at, end - at),
                2 => string.Concat(text.AsSpan(0, at), Piece, text.AsSpan(end)),
                _ => text.Insert(at, text[at..end]),
            };
        }
    }
}
