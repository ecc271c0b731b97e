using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace OpsConsole.Storage.Keys;

/// <summary>Encrypts cookies' keys before they are stored.</summary>
internal sealed class KeySeal(ProtectionKey key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var clear = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedKey = new XElement("sealed", new XAttribute("by", key.Id), Convert.ToBase64String(key.Seal(clear)));
        CryptographicOperations.ZeroMemory(clear);
        return new EncryptedXmlInfo(sealedKey, typeof(KeyUnseal));
    }
}

/// <summary>Decrypts them; the framework finds it by the name that is stored beside each key.</summary>
/// <param name="services">The console's services.</param>
internal sealed class KeyUnseal(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var by = (string?)encryptedElement.Attribute("by");
        if (services.GetService<ProtectionKey>() is not { } key || key.Id != by)
        {
            throw new CryptographicException($"A key of cookies was encrypted with the key {by}, and Storage:ProtectionKeyFile holds another one or is not set.");
        }

        return XElement.Parse(Encoding.UTF8.GetString(key.Open(Convert.FromBase64String(encryptedElement.Value))));
    }
}
