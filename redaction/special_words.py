"""Words for what people are and believe, by kind, in English, Hindi and languages of Europe.

Comma-separated; a blank stands for a blank or a hyphen. They are looked for only where a sentence
or a field says them of somebody (`redaction.statements`).
"""

RELIGIONS = """
hindu, hindus, muslim, muslims, moslem, christian, christians, catholic, catholics, roman catholic,
protestant, sikh, sikhs, jain, buddhist, buddhists, jew, jewish, parsi, zoroastrian, atheist,
agnostic, mormon, evangelical, pentecostal, baptist, methodist, presbyterian, anglican, lutheran,
sunni, shia, shiite, ahmadi, ahmadiyya, ismaili, bahai, bahá'í, quaker, wiccan, pagan,
scientologist,
taoist, rastafarian, orthodox christian, orthodox jew, orthodox jewish, greek orthodox, coptic,
born again christian, seventh day adventist, jehovah's witness, amish, hare krishna, druze, yazidi,
alawite, sufi, secular humanist, freethinker, lingayat, vaishnav, shaivite, arya samaji,
muslima, muslimin, moslemin, katholisch, katholik, katholikin, evangelisch, protestantisch,
protestantin, jüdisch, jude, jüdin, buddhistin, buddhistisch, hinduistisch, christin, christlich,
atheistin, konfessionslos, russisch orthodox, alevit, alevitin, zeuge jehovas, zeugin jehovas,
musulman, musulmane, catholique, protestante, juif, juive, chrétien, chrétienne, bouddhiste, hindou,
hindouiste, athée, agnostique, témoin de jéhovah,
musulmán, musulmana, católico, católica, catolico, catolica, judío, judía, judio, judia, cristiano,
cristiana, evangélico, evangélica, budista, hindú, ateo, atea, agnóstico, agnóstica, mormón,
testigo de jehová, musulmano, cattolico, cattolica, ebreo, ebrea, buddista, induista, ortodosso,
ortodossa, valdese, testimone di geova, agnostico, muçulmano, muçulmana, católico romano, ateu,
moslim, katholiek, joods, boeddhist, atheïst,
isai, musalman, musalmaan, bauddh,
हिंदू, हिन्दू, मुस्लिम, मुसलमान, ईसाई, सिख, सिक्ख, जैन, बौद्ध, पारसी, नास्तिक, यहूदी
"""
"""Members of religions and of none."""

FAITHS = """
islam, christianity, hinduism, judaism, buddhism, sikhism, jainism, catholicism, protestantism,
zoroastrianism, atheism, mormonism, bahai faith, orthodoxy, christentum, judentum, buddhismus,
hinduismus, christianisme, judaïsme, bouddhisme, cristianismo, judaísmo, budismo, cristianesimo,
ebraismo, buddismo, इस्लाम, हिंदू धर्म, हिन्दू धर्म, ईसाई धर्म, बौद्ध धर्म, सिख धर्म
"""
"""Religions themselves: somebody practises one, or converts to it."""

ETHNIC = """
african american, afro american, afro caribbean, black african, black british, black american,
black caribbean, white british, white american, white irish, south asian, east asian, southeast
asian,
asian american, asian, hispanic, latino, latina, latinx, caucasian, native american, american
indian,
aboriginal, aboriginal australian, torres strait islander, first nations, indigenous, metis, inuit,
roma, romani, gypsy, sinti, irish traveller, kurdish, kurd, arab, arabic, berber, amazigh, maori,
pacific islander, native hawaiian, mixed race, biracial, multiracial, ashkenazi, sephardic, uyghur,
uighur, tibetan, han chinese, rohingya, hmong, creole, mestizo, mestiza, pashtun, hazara, tajik,
igbo,
yoruba, hausa, zulu, xhosa, tutsi, hutu, punjabi, gujarati, bengali, tamil, telugu, malayali,
marathi, kashmiri, sindhi, bihari, rajasthani, konkani, kannadiga, assamese, manipuri, naga, mizo,
armenian, chechen, tatar, sami, basque, catalan, romany,
kurdin, araber, araberin, türkischstämmig, kurdischstämmig, schwarz, romni, sintiza,
arabe, maghrébin, maghrébine, noir, noire, kabyle, métis, métisse, tsigane,
árabe, gitano, gitana, negro, negra, indígena, mestizo, mulato, mulata,
arabo, araba, nero, nera, meticcio, meticcia
"""
"""Groups by origin, as adjectives and nouns."""

DEMONYMS = """
afghan, albanian, algerian, american, argentinian, australian, austrian, bangladeshi, belgian,
brazilian, british, bulgarian, cambodian, cameroonian, canadian, chilean, chinese, colombian,
croatian, cuban, czech, danish, dutch, egyptian, english, eritrean, estonian, ethiopian, filipino,
finnish, french, georgian, german, ghanaian, greek, hungarian, icelandic, indian, indonesian,
iranian,
iraqi, irish, israeli, italian, jamaican, japanese, jordanian, kenyan, korean, kosovar, latvian,
lebanese, libyan, lithuanian, malaysian, mexican, moldovan, mongolian, moroccan, nepali, nepalese,
nigerian, norwegian, pakistani, palestinian, peruvian, polish, portuguese, romanian, russian,
rwandan,
saudi, scottish, senegalese, serbian, singaporean, slovak, slovenian, somali, south african,
spanish, sri lankan, sudanese, swedish, swiss, syrian, taiwanese, tanzanian, thai, tunisian,
turkish,
ugandan, ukrainian, uruguayan, venezuelan, vietnamese, welsh, yemeni, zimbabwean, belarusian,
türkisch, syrisch, afghanisch, polnisch, rumänisch, russisch, italienisch, griechisch, deutsch,
algérien, algérienne, marocain, marocaine, tunisien, tunisienne, sénégalais, sénégalaise,
marroquí, argelino, argelina, rumano, rumana, colombiano, colombiana, ecuatoriano, ecuatoriana,
marocchino, marocchina, albanese, rumeno, rumena, senegalese, tunisino, tunisina
"""
"""Nationalities, as people write them of themselves."""

CASTES = """
dalit, brahmin, brahman, rajput, kshatriya, vaishya, shudra, obc,
scheduled caste, scheduled tribe, other backward class, adivasi, jat, jatav, chamar, valmiki,
balmiki,
mahar, madiga, paraiyar, kurmi, koeri, kayastha, bania, baniya, agarwal, maratha, kunbi, dhangar,
nair, ezhava, iyer, iyengar, kamma, kapu, vokkaliga, lingayat, vanniyar, thevar, nadar, gounder,
bhumihar, gurjar, gujjar, meena, gond, bhil, santhal, munda, oraon, teli, kumhar, lohar, pasi,
dhobi, yadav, ahir, patidar, namasudra, syrian christian, pasmanda, backward caste, lower caste,
upper caste, forward caste, savarna, obc ncl, obc non creamy layer,
दलित, ब्राह्मण, राजपूत, क्षत्रिय, वैश्य, शूद्र, अनुसूचित जाति, अनुसूचित जनजाति, अन्य पिछड़ा वर्ग,
पिछड़ा वर्ग, ओबीसी, यादव, जाट, कायस्थ, बनिया, आदिवासी, कुर्मी, मराठा
"""
"""Castes and tribes of India, and the classes that its law knows."""

ORIENTATIONS = """
gay, lesbian, bisexual, bi sexual, homosexual, heterosexual, asexual, pansexual, demisexual, queer,
lgbt, lgbtq, lgbtq+, schwul, lesbisch, homosexuell, bisexuell, heterosexuell, asexuell, pansexuell,
lesbe, homosexuel, homosexuelle, lesbienne, bisexuel, bisexuelle, hétérosexuel, hétérosexuelle,
lesbiana, omosessuale, lesbica, bisessuale, eterosessuale, lésbica, homosexueel, biseksueel, homo,
samlaingik, समलैंगिक, गे, लेस्बियन, उभयलिंगी
"""
"""Sexual orientations."""

IDENTITIES = """
transgender, trans man, trans woman, transman, transwoman, transsexual, non binary, nonbinary, enby,
genderqueer, genderfluid, gender fluid, agender, intersex, cisgender, two spirit, hijra, kinnar,
transfrau, transmann, transsexuell, nichtbinär, nicht binär, intergeschlechtlich,
transgenre, non binaire, femme trans, homme trans, intersexe,
transgénero, mujer trans, hombre trans, no binario, no binaria, no binarie, transexual,
transessuale, non binario, non binaria, donna trans, uomo trans, ट्रांसजेंडर, किन्नर, हिजड़ा
"""
"""Gender identities."""

PARTIES = """
labour, labour party, conservatives, conservative party, the tories, tories, tory party, lib dems,
liberal democrats, the greens, greens, green party, snp, plaid cymru, reform uk, ukip, sinn féin,
sinn fein, dup, fianna fáil, fianna fail, fine gael, democrats, democratic party, republicans,
republican party, gop, libertarian party, dsa, bjp, bharatiya janata party, congress, congress
party,
inc, aap, aam aadmi party, tmc, trinamool, trinamool congress, cpi, cpim, cpi(m), dmk, aiadmk,
shiv sena, bsp, samajwadi party, rjd, jdu, ncp, tdp, ysrcp, brs, aimim, rss, jmm, akali dal,
cdu, csu, spd, fdp, afd, die linke, linkspartei, grünen, die grünen, bsw, npd, bündnis 90,
fpö, övp, spö, svp, rassemblement national, le rn, front national, la france insoumise, lfi, parti
socialiste,
les républicains, parti communiste, reconquête, les écologistes, eelv, psoe, podemos, vox,
ciudadanos,
partido popular, izquierda unida, sumar, erc, bildu, pnv, partito democratico, fratelli d'italia,
lega,
forza italia, movimento 5 stelle, m5s, rifondazione comunista, communist party, socialist party,
trump, biden, harris, obama, clinton, modi, rahul gandhi, kejriwal, le pen, macron, mélenchon,
corbyn, starmer, sunak, brexit, leave, remain, ukip, scholz, merkel, meloni, bolsonaro, lula,
भाजपा, बीजेपी, कांग्रेस, आम आदमी पार्टी, समाजवादी पार्टी, बसपा
"""
"""Parties, and those whom people vote for."""

CONVICTIONS = """
democrat, republican, tory, socialist, communist, marxist, anarchist, libertarian, social democrat,
trotskyist, monarchist, nationalist, leftist, left wing, right wing, far right, far left,
conservative, liberal, centrist, trump supporter, brexiteer, remainer, maga, pacifist, zionist,
anti zionist, feminist, hindutva supporter, sozialist, sozialistin, kommunist, kommunistin,
anarchistin, sozialdemokrat, sozialdemokratin, feministin, pazifist, socialiste, communiste,
anarchiste, de gauche, de droite, d'extrême droite, féministe, socialista, comunista, anarquista,
de izquierdas, de derechas, feminista, independentista, anarchico, di sinistra, di destra,
femminista
"""
"""What people are in politics and philosophy."""

UNIONS = """
gmb, unite, unite the union, unison, usdaw, rmt, aslef, nasuwt, neu, cwu, pcs, bma, rcn, afl cio,
afscme, seiu, uaw,
teamsters, aft, nea, ibew, uswa, nuj, tuc, ucu, equity, intuc, citu, aituc, bms, hms, sewa,
ig metall, verdi, ver.di, igbce, ig bce, dgb, gew, ig bau, evg, gdl, dbb, öegb, ögb, unia,
cgt, cfdt, force ouvrière, unsa, cfe cgc, cftc, sud, ccoo, comisiones obreras, ugt, uso, cnt,
cgil, cisl, uil, cobas, usb, fiom, fnv, cnv, abvv, acv, solidarność, lo, siptu
"""
"""Trade unions."""
