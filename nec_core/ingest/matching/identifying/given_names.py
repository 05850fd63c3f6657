"""Given names common in the countries of the seven languages: evidence that a cell holds a person's name.

Names that are words of the clinic or of the calendar too (Mark, Rose, Max, April, Victor in NSABP trials) are left out.
"""

from __future__ import annotations

GIVEN_NAMES = frozenset(
    """
    aaron abigail adam adele adolf adrian adriana agathe agnes agnieszka ahmed aisha alain alan albert alberto alejandra
    alejandro alessandra alessandro alexander alexandra alexandre alfred alfredo alice alicia alison alma alois amanda
    amelie ana anastasia anders andre andrea andreas andres andrew angela angelika angelo anita anja anke anna annabelle
    anne annegret anneliese annemarie annette annick annie antje antoine anton antonella antonia antonio arianna armando
    arnaud arthur astrid audrey axel barbara bart bas beatrice beatriz benedetta benedikt benjamin benoit bernadette
    bernard bernd bernhard bianca bjorn brandon brenda brian bridget brigitte bruno camila camilla carl carla carlo
    carlos carmen carol carole caroline catarina caterina catherine cecile cecilia cedric celine chantal charles
    charlotte chiara chloe chris christa christel christian christiane christina christine christoph christophe
    christopher claire clara claudia claudine claudio colette cornelia corinne cristina cynthia dagmar daniel daniela
    daniele danielle david davide deborah denis denise diana diane diego dieter dietmar dirk dolores dominique donald
    donna dora doris dorothea dorothy eduardo edward edwin eileen elena eleonora elfriede elisa elisabeth elise
    elizabeth elke ellen els elsa emanuele emilia emilie emily emma emmanuel enrico enrique erich erik erika ernesto
    ernst esther eugen eva evelyn fabian fabienne fabio fabrice fatima federica federico felipe felix fernanda fernando
    filipe filippo florian frances francesca francesco francis francisca francisco franck francois francoise frank franz
    franziska frederic frederik friedrich fritz gabriel gabriela gabriele gareth gary genevieve georg george georges
    gerald gerard gerda gerhard gert gertrud giacomo gianluca gilbert gilles giorgio giovanna giovanni gisela giulia
    giuseppe gloria gonzalo graham greta guido guillaume guillermo gunter gunther gustavo hannah hannelore hans harald
    harold harry hartmut heather heidi heike heiko heinrich heinz helen helena helene helga helmut hendrik henk henri
    henry herbert hermann hilda hildegard holger horst hubert hugo ian ignacio ilse ines inge ingeborg ingrid ines
    irene irina iris irmgard isabel isabella isabelle ivan jacqueline jacques jaime james jan jane janet janine javier
    jean jeanne jelle jennifer jens jeremy jerome jesus jessica jill joachim joan joana joanna joao joaquin jochen
    johan johann johanna johannes john jonas jonathan joop jorge jose josef josefine joseph josephine joy juan juana
    judith juergen julia julian juliana julie julien juliette jurgen justine karen karin karl karla katharina kathleen
    kathrin katja katrin kees keith kenneth kerstin kevin klaas klaus kurt lars laura laurence laurent lea lena leo
    leon leonard leonardo leonie lieselotte lilian linda lisa lorenzo lothar louis louise luca lucas lucia luciano lucie
    lucy ludwig luigi luis luisa lukas lydia maarten madeleine magdalena manfred manon manuel manuela marc marcel
    marcela marcello marcelo marcos margaret margarete margarita margherita marguerite maria mariana marianne marie
    marieke mariella marijke marina mario marion marlies marta martha martin martina martine mathias mathieu matteo
    matthew matthias maureen maurice mauricio maurizio melanie mercedes michael michaela michel michela michele michelle
    miguel miranda miriam mireille mohamed mohammed monica monika monique muriel nadia nadine nancy natalia natalie
    nathalie nicholas nicola nicolas nicole nina nora norbert norma odile olga olivia olivier oscar oskar otto pablo
    paola paolo pascal pascale patricia patrick patrizia paul paula pauline paulo pedro peter petra philip philipp
    philippe pierre pieter pietro pilar rachel rafael rainer ralf ramon raquel raul raymond rebecca regina reiner renate
    rene renee ricardo riccardo richard rita robert roberta roberto rodrigo roger roland rolf ronald rosa rosalia
    rosanna rosemarie rosemary rosario rudolf ruth sabine sabrina salvatore samuel sandra santiago sara sarah sebastian
    serge sergio sharon siegfried sigrid silke silvia simon simona simone sofia solange sonia sonja sophia sophie stefan
    stefania stefanie stefano stephan stephanie stephen steven susan susana susanna susanne suzanne sven sylvia sylvie
    tanja tatiana teresa theo theodor theresa therese thierry thomas thorsten tiago tim timothy tobias tomas torsten
    ulrich ulrike ursula ute uwe valentina valentin valeria valerie vanessa vera veronica veronika veronique vincent
    vincenzo virginia virginie vittorio viviane volker walter waltraud wendy werner wilhelm willem william wim winfried
    wolfgang xavier yann yannick yolanda yves yvette yvonne zoe
    """.split()  # noqa: SIM905  # one name a line would be six hundred lines
)
